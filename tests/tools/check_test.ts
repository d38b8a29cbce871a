import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "./scratch.ts";

describe("deno task check", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await scratch();
  });
  afterEach(() => Deno.remove(folder, { recursive: true }));

  const write = async (name: string, content: string | Uint8Array<ArrayBuffer>) => {
    const path = join(folder, `${name}.ipynb`);
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    return path;
  };
  const cells = [{ cell_type: "code", source: "const one: number = 1;" }];

  it("reads a notebook with a byte order mark", async () => {
    const path = await write("marked", "\ufeff" + JSON.stringify({ cells, nbformat: 4 }));
    const { code, text } = await runTool(root, "tools/check.ts", [path]);
    expect([code, text.trim()]).toEqual([0, "ok     marked, 1 code cells type-checked"]);
  });

  it("says in one line why it can't read a notebook, and checks the others", async () => {
    const old = await write("old", JSON.stringify({ nbformat: 3, worksheets: [{ cells: [] }] }));
    const latin1 = await write("latin1", new Uint8Array([0x7b, 0xe9, 0x7d]));
    const good = await write("good", JSON.stringify({ cells, nbformat: 4 }));
    const { code, text } = await runTool(root, "tools/check.ts", [old, latin1, good]);
    const lines = text.trim().split("\n");
    expect(lines.length).toBe(3);
    expect(lines[0]).toMatch(/^FAILED old: Cannot read .+: it is of notebook format 3, expected 4/);
    expect(lines[1]).toMatch(/^FAILED latin1: .+: it is not UTF-8 \(byte e9 at offset 1\)$/);
    expect(lines[2]).toMatch(/^ok +good/);
    expect(code).toBe(1);
  });
});
