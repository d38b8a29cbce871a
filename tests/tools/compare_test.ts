import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { root, venvProgram } from "../../tools/paths.ts";
import { scratch } from "./scratch.ts";

const FRAMES = {
  "text/html": "<div>frames</div>",
  "text/plain": "Slider: a from 0.5 to 1. At 1: Line chart: 2 values",
  "image/png": "",
  "application/vnd.unrolled.figure+json": {
    name: "a",
    values: [0.5, 1],
    numbers: { kept: [0.25, 0.1234567], steps: [3, 4] },
  },
};
const STATE = {
  ...{ control: "id", name: "a", min: 0.5, max: 1, step: 0.5, value: 1 },
  numbers: { steps: "4", kept: "0.1235" }, // a saved notebook has its names in another order
};

describe("compare.py", () => {
  let folder: string;
  before(async () => {
    folder = await scratch();
  });
  after(() => Deno.remove(folder, { recursive: true }));

  it("compares a slider of the website with the committed frame of the same value", async () => {
    expect(await differences(STATE, "Line chart: 2 values")).toBe("");
    expect(await differences({ ...STATE, max: 2 }, "Line chart: 2 values"))
      .toContain("code cell 1: 1. is committed, the run gives 2.");
    expect(await differences(STATE, "Line chart: 3 values"))
      .toContain("code cell 1: 2 is committed, the run gives 3");
    const numbers = { kept: "0.1236", steps: "4" };
    expect(await differences({ ...STATE, numbers }, "Line chart: 2 values"))
      .toContain("code cell 1: 0.1235 is committed, the run gives 0.1236");
    expect(await differences({ ...STATE, numbers: {} }, "Line chart: 2 values"))
      .toContain("code cell 1: the text differs");
  });

  async function differences(state: unknown, alt: string): Promise<string> {
    const live = {
      "text/html": "<div>the first picture</div>",
      "text/plain": alt,
      "application/vnd.unrolled.slider+json": state,
    };
    const paths = [await write("committed", FRAMES), await write("live", live)];
    const command = [venvProgram("python"), join(root, "tools", "compare.py"), ...paths];
    const { stdout, stderr } = await captureOutput(command);
    return stdout.trim() + stderr;
  }

  async function write(name: string, data: unknown): Promise<string> {
    const output = { output_type: "execute_result", data, metadata: {}, execution_count: 1 };
    const cell = {
      id: "slider",
      cell_type: "code",
      source: "slider",
      metadata: {},
      outputs: [output],
      execution_count: 1,
    };
    const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const path = join(folder, `${name}.ipynb`);
    await Deno.writeTextFile(path, JSON.stringify(notebook));
    return path;
  }
});
