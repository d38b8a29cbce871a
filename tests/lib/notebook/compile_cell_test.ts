import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { CellScope } from "../../../lib/notebook/cell_scope.ts";
import { CellError, compileCell } from "../../../lib/notebook/compile_cell.ts";

const imported: string[] = [];
const scope = new CellScope(globalThis, (name) => {
  imported.push(name);
  return { default: 1, two: 2 };
});
Object.defineProperty(globalThis, "$cell", { value: scope });

const run = (cell: string, options = {}) => (0, eval)(compileCell(cell, options));
const value = (name: string) => (0, eval)(name);

describe("compileCell()", () => {
  it("makes declarations global; a name that is declared again has the new value", async () => {
    await run(
      "const a1: number = 1; let b1 = a1 + 1; function f1(): number { return a1 + b1 }",
    );
    await run(
      "const a1 = 10; const { c1, d1: [e1] } = { c1: 3, d1: [4] }; class C1 { x = a1 }",
    );
    expect([value("f1()"), value("c1 + e1"), value("new C1().x")]).toEqual([12, 7, 10]);
  });

  it("compiles top-level await, types, enums and imports", async () => {
    await run(
      'import { two as g1 } from "one"; type T = { a: number }; enum E1 { One = 1 }\n' +
        'import one, * as all1 from "two"; const h1 = await Promise.resolve<T>({ a: E1.One });\n' +
        'export const i1 = (await import("three")).two + h1.a;',
    );
    expect([value("g1"), value("one"), value("all1.two"), value("i1")]).toEqual([2, 1, 2, 3]);
    expect(imported).toEqual(["one", "two", "three"]);
  });

  it("names the line where a cell cannot be parsed, for any kind of line ending", () => {
    expect(() => compileCell("const a = 1;\nconst b = ;")).toThrow("line 2: Unexpected token");
    expect(() => compileCell("const a = 1;\r\n\r\nconst b = ;")).toThrow("line 3: ");
    expect(() => compileCell("type A = {\n  a: 1;\n};\nlet a = 1;\nlet a = 2;")).toThrow(
      "line 5: Identifier 'a' has already been declared",
    );
    expect(() => compileCell("let a = 1;\nnamespace N { export const b = 1; }")).toThrow(
      "line 2: namespaces are not supported; use an object",
    );
    expect(compileCell("let a = `\nnamespace N {\n`;")).toContain("namespace N {");
  });

  it("keeps the line of a statement, counted from the end of the functions' lines", () => {
    const lines = [
      "interface I {",
      "  a: number;",
      "}",
      "function f2(n: number) {",
      "  throw n;",
      "}",
    ];
    const script = compileCell([...lines, "let a2 = 1;", "throw a2;"].join("\n")).split("\n");
    expect(script[4]).toBe("  throw n;");
    expect(script[8 + 7]).toBe("throw a2;");
  });

  it("refuses a cell that is too long or nested too deeply, and reads the next", () => {
    expect(() => compileCell(" ".repeat(100_001))).toThrow(
      new CellError("it has 100001 characters, but at most 100000 are allowed"),
    );
    const deep = ["(", "[", "{a:", "-", "!", "f(", "()=>", "`${", "a?a:", "await ", "new "];
    for (const part of deep) {
      const cell = `let a = ${part.repeat(100_000 / part.length - 100)}`;
      expect(() => compileCell(cell)).toThrow(CellError);
    }
    const long = `let a = ${Array(30_000).fill("1").join("+")};`;
    for (const cell of [long, `${"if (a) ".repeat(10_000)};`, "{".repeat(50_000)]) {
      try {
        compileCell(cell);
      } catch (error) {
        expect(error).toBeInstanceOf(CellError);
      }
    }
    expect(compileCell("let a = 1;")).toContain("a = 1");
  });

  it("reads blank lines, unfinished text and odd characters in linear time", () => {
    const parts = [
      "\n",
      " ",
      "\r",
      "\u2028",
      "namespace ",
      "<",
      "/*",
      "//\n",
      "`",
      "<!--",
      "a<",
      "/[",
      "\\u",
    ];
    const start = performance.now();
    for (const part of parts) {
      try {
        compileCell(part.repeat(99_000 / part.length));
      } catch (error) {
        expect(error).toBeInstanceOf(CellError);
      }
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("compileCell() with declarationsOnly", () => {
  const declare = (cell: string) => run(cell, { declarationsOnly: true });

  it("takes functions, classes, imports, enums and values that call nothing", async () => {
    await declare(
      'import { two as a3 } from "rnn"; const { two: b3 } = await import("rnn");\n' +
        "const c3 = [a3, { x: -b3 }], d3 = c3[0] * Math.sqrt(4), e3 = (x: number) => later(x);\n" +
        "let f3; var g3; class A3 { static x = f4(); } class B3 { y = 1; }\n" +
        "enum E3 { One = 1 } enum F3 { One = f4() } function f4() { throw new Error(); } function later(x: number) { return x; }",
    );
    expect(value("[a3, b3, c3[1].x, d3, e3(5), f3, g3, new B3().y, E3.One]"))
      .toEqual([2, 2, -2, 4, 5, undefined, undefined, 1, 1]);
    expect(() => value("A3")).toThrow("A3 is not defined"); // only this declaration fails
  });

  it("runs no other statement", async () => {
    await declare(
      "let ran = false;\nran = true;\nfor (;;) {}\nconst made = (() => { ran = true; for (;;) {} })(), kept = 1;\n" +
        "const [x4 = (ran = true)] = []; export default ran = true; const tagged = String.raw`x`;\n" +
        "const made2 = new Array(3), made3 = await Promise.resolve(1), made4 = { a: [ran = true] };",
    );
    expect(value("[ran, kept]")).toEqual([false, 1]);
    for (const name of ["made", "x4", "tagged", "made2", "made3", "made4"]) {
      expect(() => value(name)).toThrow(`${name} is not defined`);
    }
  });

  it("gives an empty script for a cell that declares nothing", () => {
    const cell = 'console.log(1); for (let i = 0; i < 3; i++) {} import "rnn/plot";';
    expect(compileCell(cell, { declarationsOnly: true })).toBe("");
  });
});
