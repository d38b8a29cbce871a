import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { ps7 } from "../../exercises/checks/ps7.ts";
import { modelCells, sourceOf } from "../../grading/class/model_key.ts";
import { difference } from "../../grading/judge/compare.ts";
import { example, EXAMPLE_TOLERANCE } from "../../grading/judge/example.ts";
import { valueOf, type Values } from "../../grading/judge/values.ts";
import { Child, trusted } from "../../grading/process/child.ts";
import { cellSource, readNotebook } from "../../lib/notebook/cells.ts";
import { compileCell } from "../../lib/notebook/compile_cell.ts";
import { Matrix } from "../../lib/matrix.ts";

/** A function in place of `example` in the process of a solution: it keeps the result of the cell that ran last. */
const RECORDER = `
let last = {};
function example(compute: () => unknown, expected?: unknown) { last = { result: compute(), expected }; }
function recorded() { return last; }`;

describe("the worked examples of ps7", () => {
  let child: Child;
  const load = async (source: string) =>
    expect(await child.load(compileCell(source))).toBe(undefined);
  const resultOf = async (source: string) => {
    await load(source);
    const [answer] = await child.invoke([{ name: "recorded", args: [] }]);
    return valueOf(answer) as Values;
  };
  const cellOf = async (name: string) => {
    const { cells } = await readNotebook(sourceOf(ps7));
    const id = `ps7-${name.replaceAll("_", "-")}-example`;
    return cellSource(cells.find((cell) => cell.id === id)!);
  };
  before(async () => {
    child = new Child(trusted(60, Infinity));
    for (const { source } of await modelCells(ps7)) await load(source);
    await load(RECORDER);
  });
  after(() => child.close());

  for (const { id } of ps7.checks) {
    it(`${id}: the model solution gives the expected numbers`, async () => {
      const { result, expected } = await resultOf(await cellOf(id.split(".")[1]));
      expect(expected).not.toBe(undefined);
      expect(difference(result, expected, EXAMPLE_TOLERANCE)).toBe(undefined);
      expect(difference(expected, result, EXAMPLE_TOLERANCE)).toBe(undefined); // no part is left out
    });
  }

  it("end in a model that writes the names that it was trained on", async () => {
    const { result } = await resultOf(await cellOf("writer"));
    const { first, last, best, words } = result as { [name: string]: number } & {
      words: string[];
    };
    expect(Math.abs(first - Math.log(19))).toBeLessThan(0.1);
    expect(last).toBeLessThan(1.1 * best);
    expect(last).toBeGreaterThan(best);
    const names = "red orange yellow green blue violet black white brown gray".split(" ");
    expect(words.filter((word) => names.includes(word)).length).toBeGreaterThan(9);
    expect(new Set(words).size).toBeGreaterThan(4);
  });

  it("show that the corrected program learns what the wrong one does not", async () => {
    const { result } = await resultOf(await cellOf("two_bugs"));
    const [wrong, corrected] = result as number[];
    expect(wrong).toBeGreaterThan(100 * corrected);
  });
});

describe("example()", () => {
  const printed = (...args: Parameters<typeof example>) => {
    const lines: string[] = [], { log } = console;
    console.log = (value) => lines.push(typeof value === "string" ? value : Deno.inspect(value));
    try {
      example(...args);
    } finally {
      console.log = log;
    }
    return lines;
  };

  it("prints the result, and whether it agrees to the digits shown", () => {
    expect(printed(() => Math.SQRT2, 1.4142)).toEqual(["1.4142135623730951", "✓ as expected"]);
    expect(printed(() => ({ h: Matrix.of([[1, 2]]) }), { h: Matrix.of([[1, 2.01]]) }).at(-1))
      .toBe("✗ h[0,1]: got 2, want 2.01");
    expect(printed(() => [1])).toEqual(["[ 1 ]"]);
  });

  it("prints an error instead of throwing it, so that the cells below run", () => {
    const unwritten = () => {
      throw new Error("Not written yet");
    };
    expect(printed(unwritten, 1)).toEqual(["Cannot run the example: Not written yet"]);
  });
});
