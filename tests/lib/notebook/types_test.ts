import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { checkAllTypes, parseTypeErrors, typeText } from "../../../lib/notebook/types.ts";
import { scratch } from "../../tools/scratch.ts";

const CELLS = ["const a = 1;", "\n  const long: number = text;"];
const AT = "    at file:///x/small.ts";

describe("types of a notebook", () => {
  it("readMistakes() places each error in its cell, and leaves out where other files explain it", () => {
    const said = "TS2322 [ERROR]: Not assignable.\n  More of it.\n  const long: number = text;\n" +
      `        ~~~~\n${AT}:3:9\n\n    The type is declared here.\n    ^\n        at file:///lib.ts:1:1\n\n` +
      "Found 1 error.\n\nerror: Type checking failed.\n\nStack backtrace:\n   0: <unknown>\n";
    expect(parseTypeErrors(said, "/x/small.ts", CELLS)).toEqual({
      mistakes: [{
        message: "TS2322 [ERROR]: Not assignable.\n  More of it.",
        cell: 2,
        line: 2,
        column: 9,
        source: "  const long: number = text;",
        marks: "        ^~~~",
      }],
      trouble: "",
    });
  });

  it("readMistakes() gives what has no type error as it stands, by its cell, without a backtrace", () => {
    const said = `error: Cannot read it\n${AT}:2:1\n\nStack backtrace:\n   0: <unknown>\n`;
    expect(parseTypeErrors(said, "/x/small.ts", CELLS)).toEqual({
      mistakes: [],
      trouble: "error: Cannot read it\n    at code cell 2, line 1",
    });
    expect(parseTypeErrors("", "/x/small.ts", CELLS)).toEqual({ mistakes: [], trouble: "" });
  });

  it("typeText() says ok in one line, and FAILED with the trouble", () => {
    const report = { name: "small", cells: 2, mistakes: [], trouble: "" };
    expect(typeText(report)).toBe("ok     small, 2 code cells type-checked");
    expect(typeText({ ...report, trouble: "error: no" })).toMatch(/^FAILED small[^]*error: no$/);
  });

  it("checkAllTypes() of several gives each its own mistakes, or what is wrong with each alone", async () => {
    const folder = await scratch();
    const write = async (name: string, source: string) => {
      const cells = ["1;", source].map((source) => ({ cell_type: "code", source }));
      await Deno.writeTextFile(join(folder, `${name}.ipynb`), JSON.stringify({ cells }));
      return join(folder, `${name}.ipynb`);
    };
    const wrong = await write("wrong", 'const a: number = "x";');
    const right = await write("right", "const b = 1;");
    const lost = await write("lost", 'import "./nowhere.ts";');
    const found = async (...paths: string[]) =>
      (await checkAllTypes(paths)).map(({ name, mistakes, trouble }) => [
        name,
        mistakes.map(({ cell, line, column }) => [cell, line, column]),
        trouble,
      ]);
    const [first, second, third] = await found(wrong, right, lost);
    expect([first, second]).toEqual([["wrong", [[2, 1, 7]], ""], ["right", [], ""]]);
    expect(third).toEqual(["lost", [], expect.stringContaining("nowhere.ts")]);
    expect(await found(right, right)).toEqual([second, second]);
    await Deno.remove(folder, { recursive: true });
  });
});
