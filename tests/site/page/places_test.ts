import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { CellError, compileCell } from "../../../lib/notebook/compile_cell.ts";
import { CellCompiler } from "../../../site/page/compiler.ts";
import { columnIn, syntaxPlaces } from "../../../site/page/places.ts";

const SOURCE = [
  "const scale: number = 2;",
  "function double(x: number): number {",
  "  return scale * missing(x as number);",
  "}",
  "double(1);",
].join("\n");

/** A compiler that has compiled SOURCE as cell 3. */
function compiler(): CellCompiler {
  const compiler = new CellCompiler();
  compiler.compile(3, SOURCE);
  return compiler;
}

describe("columnIn()", () => {
  it("finds the token of a compiled line in the line with its types", () => {
    const line = "const a: number = f<string>(b as any, missing);";
    const compiled = "$cell.value = (a = f(b , missing));";
    expect(columnIn(line, compiled, compiled.indexOf("missing"))).toBe(line.indexOf("missing"));
    expect(columnIn(line, compiled, compiled.indexOf("f("))).toBe(line.indexOf("f<"));
  });

  it("gives the first column of an empty or an unrelated line", () => {
    expect(columnIn("", "a", 0)).toBe(0);
    expect(columnIn("  b", "a", 0)).toBe(2);
  });
});

describe("placesIn()", () => {
  const inFunction = {
    cell: 3,
    line: 3,
    column: 17,
    text: "  return scale * missing(x as number);",
    where: "double",
  };
  const atTop = { cell: 3, line: 5, column: 0, text: "double(1);", where: "" };
  const script = compileCell(SOURCE, { keepsValue: true }).split("\n");
  const [column, call] = [script[2].indexOf("missing") + 1, script[9].indexOf("double") + 1];

  it("reads the stack traces of Chromium, and of Firefox and WebKit", () => {
    const v8 = `ReferenceError: missing is not defined\n    at double (cell-3.ts:3:${column})\n` +
      `    at eval (cell-3.ts:10:${call})\n    at eval (<anonymous>)\n    at n (http://a.org/kernel.js:1:2)`;
    expect(compiler().placesIn(v8)).toEqual([inFunction, atTop]);
    const other =
      `double@cell-3.ts:3:${column}\n@cell-3.ts:10:${call}\nn@http://a.org/kernel.js:1:2`;
    expect(compiler().placesIn(other)).toEqual([inFunction, atTop]);
  });

  it("ignores cells that have not been compiled", () => {
    expect(compiler().placesIn("    at double (cell-4.ts:3:1)")).toEqual([]);
  });
});

describe("syntaxPlaces()", () => {
  it("finds the line and the column of a syntax error before and after the types are removed", () => {
    for (
      const source of ["let a = 1;\nlet b: number = ;", "let a: number = 1, b = 2;\nlet a = 1;"]
    ) {
      try {
        compileCell(source);
        throw new Error("The cell was compiled");
      } catch (error) {
        expect(error).toBeInstanceOf(CellError);
        const [place] = syntaxPlaces(error as CellError, 0, source);
        expect(place.line).toBe(2);
        expect(source.split("\n")[1][place.column]).toBe(source.includes("= ;") ? ";" : "a");
      }
    }
  });
});
