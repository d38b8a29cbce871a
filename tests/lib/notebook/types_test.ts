import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import {
  checkAllTypes,
  problemsIn,
  type TypeProblem,
  typeText,
} from "../../../lib/notebook/types.ts";
import { scratch } from "../../tools/scratch.ts";

const CELLS = ["const a = 1;", "\n  const long: number = text;"];
const AT = "    at file:///x/small.ts";

describe("problemsIn()", () => {
  it("assigns each error to its cell and leaves out explanations", () => {
    const output =
      "TS2322 [ERROR]: Not assignable.\n  More of it.\n  const long: number = text;\n" +
      `        ~~~~\n${AT}:3:9\n\n    The type is declared here.\n    ^\n        at file:///lib.ts:1:1\n\n` +
      "Found 1 error.\n\nerror: Type checking failed.\n\nStack backtrace:\n   0: <unknown>\n";
    expect(problemsIn(output, "/x/small.ts", CELLS)).toEqual({
      problems: [{
        code: "TS2322",
        message: "Not assignable.\n  More of it.",
        cell: 2,
        line: 2,
        column: 9,
        source: "  const long: number = text;",
        marks: "        ^~~~",
      }],
      otherOutput: "",
    });
  });

  it("returns output without type errors as text, with positions in cells and without a backtrace", () => {
    const output = `error: Cannot read it\n${AT}:2:1\n\nStack backtrace:\n   0: <unknown>\n`;
    expect(problemsIn(output, "/x/small.ts", CELLS)).toEqual({
      problems: [],
      otherOutput: "error: Cannot read it\n    at code cell 2, line 1",
    });
    expect(problemsIn("", "/x/small.ts", CELLS)).toEqual({ problems: [], otherOutput: "" });
  });
});

describe("typeText()", () => {
  const report = { name: "small", cells: 2, problems: [] as TypeProblem[], otherOutput: "" };

  it("is one line for a notebook without problems", () => {
    expect(typeText(report)).toBe("ok     small, 2 code cells type-checked");
  });

  it("shows each error with its source, mark and position", () => {
    const place = { code: "TS2322", message: "Not assignable.", cell: 2, line: 1, column: 3 };
    const problems = [{ ...place, source: "  n = s;", marks: "  ^" }];
    expect(typeText({ ...report, problems }).split("\n").slice(2)).toEqual([
      "TS2322 [ERROR]: Not assignable.",
      "    n = s;",
      "    ^",
      "  at small, code cell 2, line 1, column 3",
    ]);
    const unseen = [{ ...place, source: "", marks: "" }];
    expect(typeText({ ...report, problems: unseen }).split("\n").length).toBe(4);
  });

  it("ends with the other output", () => {
    expect(typeText({ ...report, otherOutput: "error: no" })).toMatch(
      /^FAILED small[^]*error: no$/,
    );
  });
});

describe("checkAllTypes()", () => {
  it("reports for each notebook its own problems, or the failure of its own check", async () => {
    const folder = await scratch();
    const write = async (name: string, source: string) => {
      const cells = ["1;", source].map((source) => ({ cell_type: "code", source }));
      await Deno.writeTextFile(join(folder, `${name}.ipynb`), JSON.stringify({ cells }));
      return join(folder, `${name}.ipynb`);
    };
    const wrong = await write("wrong", 'const a: number = "x";');
    const right = await write("right", "const b = 1;");
    const lost = await write("lost", 'import "./nowhere.ts";');
    const broken = await write("broken", "const = 1;");
    const found = async (...paths: string[]) =>
      (await checkAllTypes(paths)).map(({ name, problems, otherOutput }) => [
        name,
        problems.map(({ cell, line, column }) => [cell, line, column]),
        otherOutput,
      ]);
    const [first, second, third, fourth] = await found(wrong, right, lost, broken);
    expect([first, second]).toEqual([["wrong", [[2, 1, 7]], ""], ["right", [], ""]]);
    expect(third).toEqual(["lost", [[2, 1, 8]], ""]);
    expect(fourth).toEqual(["broken", [], expect.stringContaining("at code cell 2, line 1")]);
    expect(await found(right, right)).toEqual([second, second]);
    await Deno.remove(folder, { recursive: true });
  });
});
