import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { cellSource } from "../../../../site/page/home/cell_source.ts";
import { CELL_NAMES, DEFAULTS } from "../../../../site/page/home/settings.ts";
import { captureOutput } from "../../../../tools/command.ts";
import { root } from "../../../../tools/paths.ts";

/** Writes the code for a word and each network into files below the root, whose import map they use. */
async function withCells(word: string, use: (paths: string[]) => Promise<void>): Promise<void> {
  await Deno.mkdir(join(root, ".tmp"), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: join(root, ".tmp"), prefix: "cells-" });
  try {
    const paths = CELL_NAMES.map((cell) => join(folder, `${cell}.ts`));
    for (const [n, cell] of CELL_NAMES.entries()) {
      await Deno.writeTextFile(paths[n], cellSource({ ...DEFAULTS, word, cell }));
    }
    await use(paths);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

describe("the code of the first page", () => {
  it("has no type errors, whatever the word", () =>
    withCells('"\\`${\u2028👩漢', async (paths) => {
      const command = [Deno.execPath(), "check", "--quiet", ...paths];
      const { code, stderr } = await captureOutput(command);
      expect([code, stderr]).toEqual([0, ""]);
    }));

  it("is formatted as the course's code is", () =>
    withCells(DEFAULTS.word, async (paths) => {
      const command = [Deno.execPath(), "fmt", "--quiet", "--check", "--line-width=100", ...paths];
      const { code, stderr } = await captureOutput(command);
      expect([code, stderr]).toEqual([0, ""]);
    }));
});
