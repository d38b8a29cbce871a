import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { claim, errorMessage } from "rnn/notebook";
import { check } from "../../grading/mod.ts";
import { reportOf } from "../../tools/labextension/run_all/static/report.js";

const DISPLAY = Symbol.for("Jupyter.display");
const NO_PROBLEMS = { name: "small", cells: 1, problems: [], otherOutput: "" };

/** Creates a cell with what a value shows, or with an error. */
function cell(number: number | null, output?: unknown, more = {}) {
  return { number, source: "x", outputs: output === undefined ? [] : [output], ...more };
}
const shown = (value: unknown) => ({
  output_type: "execute_result",
  data: (value as Record<symbol, () => object>)[DISPLAY](),
});
const thrown = (ename: string, evalue: unknown) => ({ output_type: "error", ename, evalue });
const falseClaim = thrown("Error", errorMessage(() => claim("Two is three", [2, "===", 3])));
const boxOf = async () => shown(await check("ps1.relu", { reluStep: () => 1 }));

describe("the report of Run all and check", () => {
  it("lists the claims and checks that hold, by the numbers on the screen", () => {
    const { lines, first } = reportOf(
      [cell(1), cell(31, shown(claim("Two is two", [2, "===", 2])))],
      NO_PROBLEMS,
    );
    expect(lines).toEqual([
      "✓ Everything ran, and nothing failed",
      "✓ 1 claim or check holds:",
      "✓ [31] Two is two",
    ]);
    expect(first).toBe(-1);
  });

  it("says no good word of the whole beside a claim that does not hold", () => {
    const holds = shown(claim("Two is two", [2, "===", 2]));
    const { lines, first } = reportOf([cell(1), cell(2, falseClaim), cell(3, holds)], NO_PROBLEMS);
    expect(lines).toEqual([
      "✗ 1 failure",
      "✗ [2] The claim does not hold: Two is three\nMeasured 2, expected exactly 3 (off by 1)",
      "✗ 1 of 2 claims and checks hold:",
      "✓ [3] Two is two",
    ]);
    expect(first).toBe(1);
  });

  it("counts an error, and the cells that did not run after it", () => {
    const { lines } = reportOf(
      [cell(1, thrown("TypeError", "no")), cell(null), cell(null, undefined, { source: " " })],
      NO_PROBLEMS,
    );
    expect(lines).toEqual([
      "✗ 1 failure",
      "✗ [1] TypeError: no",
      "– 1 cell did not run, because a cell above failed",
    ]);
  });

  it("counts type errors in their cells, unless they are not checked", () => {
    const error = { cell: 2, code: "TS2322", message: "No string", line: 3, column: 7 };
    const types = { ...NO_PROBLEMS, problems: [{ ...error, source: "const a", marks: "      ^" }] };
    const { lines, first } = reportOf([cell(1), cell(2)], types);
    expect(lines)
      .toEqual(["✗ 1 failure", "✗ [2] TS2322, line 3: No string\n      const a\n            ^"]);
    expect(first).toBe(1);
    expect(reportOf([cell(1)], undefined).lines)
      .toEqual(["✓ Everything ran, and nothing failed", "– The types were not checked"]);
    expect(reportOf([cell(1)], { problem: "no kernel" }).lines)
      .toEqual(["✗ 1 failure", "✗ The types cannot be checked: no kernel"]);
  });

  it("calls nothing a pass but the check of a cell's own item", async () => {
    const item = { item: "ps1.relu" }, failed = await boxOf();
    const pass = {
      output_type: "execute_result",
      data: {
        "text/plain": "✓ ps1.leaky: pass, 2 of 2 points",
        "application/vnd.unrolled.finding+json": { id: "ps1.leaky", status: "pass" },
      },
    };
    const linesOf = (output?: unknown, more = {}) =>
      reportOf([cell(5, output, more)], NO_PROBLEMS).lines;
    expect(linesOf(failed, item)[1]).toBe("✗ [5] ps1.relu: not yet, 0 of 1 points");
    expect(linesOf(pass)).toContain("✓ [5] ps1.leaky: pass, 2 of 2 points");
    expect(linesOf(pass, item)).toEqual([
      "✗ 1 failure",
      "✗ [5] ps1.leaky was checked in this cell instead of ps1.relu",
      "✗ 0 of 1 claim or check holds",
    ]);
    expect(linesOf(undefined, item)[1]).toBe("✗ [5] ps1.relu was not checked in this cell");
    const text = { output_type: "execute_result", data: { "text/plain": "✓ ps1.relu: pass" } };
    expect(linesOf(text, item)[1]).toBe("✗ [5] ps1.relu was not checked in this cell");
  });
});
