import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { TESTED_DENO } from "../../../lib/notebook/other_kernel.ts";
import { captureOutput } from "../../../tools/command.ts";
import { jupyterEnv, root, venvProgram } from "../../../tools/paths.ts";

type Message = [type: string, content: Record<string, string>];

/** Runs cells in the kernel of the Deno that runs the tests, which may be newer than the tested one. */
async function run(...cells: string[]): Promise<Message[][]> {
  const tool = [venvProgram("python"), join(root, "tests", "kernel", "cells.py"), Deno.execPath()];
  const { code, stdout, stderr } = await captureOutput([...tool, ...cells], { env: jupyterEnv });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const { deno } = Deno.version;

describe(`a notebook in the kernel of Deno ${deno}`, () => {
  const warning = deno === TESTED_DENO
    ? ""
    : `This notebook runs in the kernel of Deno ${deno}, which may lose output or hide errors: ` +
      `expected Deno ${TESTED_DENO}; open it with "deno task lab", or choose the kernel ` +
      `"Unrolled (Deno ${TESTED_DENO})".`;

  it(`${warning ? "warns" : "does not warn"} in its first cell and on a false claim`, async () => {
    const claim = 'claim("One is two", false)';
    const [first, second] = await run('import { claim } from "rnn/notebook";', claim);
    const printed = first.filter(([type]) => type === "stream").map(([, { text }]) => text);
    expect(printed).toEqual(warning ? [`${warning}\n`] : []);
    const errors = second.filter(([type]) => type === "error").map(([, { evalue }]) => evalue);
    expect(errors).toEqual([`Claim is false: One is two${warning && `\n${warning}`}`]);
  });

  it("is tested with the Deno that the set-up installs", async () => {
    const project = await Deno.readTextFile(join(root, "pyproject.toml"));
    expect(project).toContain(`"deno==${TESTED_DENO}",`);
  });
});
