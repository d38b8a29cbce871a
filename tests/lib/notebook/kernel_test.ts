import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { TESTED_DENO } from "../../../lib/notebook/other_kernel.ts";
import { root } from "../../../tools/paths.ts";
import { runCells } from "../../kernel/run_cells.ts";

const { deno } = Deno.version;

describe(`a notebook in the kernel of Deno ${deno}`, () => {
  const warning = deno === TESTED_DENO
    ? ""
    : `This notebook runs in the kernel of Deno ${deno}, which may lose output or hide errors: ` +
      `expected Deno ${TESTED_DENO}; open it with "deno task lab", or choose the kernel ` +
      `"Unrolled (Deno ${TESTED_DENO})".`;

  it(`${warning ? "warns" : "does not warn"} in its first cell and on a false claim`, async () => {
    const claim = 'claim("One is two", false)';
    const [first, second] = await runCells('import { claim } from "rnn/notebook";', claim);
    const printed = first.filter(([type]) => type === "stream").map(([, { text }]) => text);
    expect(printed).toEqual(warning ? [`${warning}\n`] : []);
    const errors = second.filter(([type]) => type === "error").map(([, { evalue }]) => evalue);
    expect(errors).toEqual([`The claim does not hold: One is two${warning && `\n${warning}`}`]);
  });

  it("is tested with the Deno that the set-up installs", async () => {
    const project = await Deno.readTextFile(join(root, "pyproject.toml"));
    expect(project).toContain(`"deno==${TESTED_DENO}",`);
  });
});
