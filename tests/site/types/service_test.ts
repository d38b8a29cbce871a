import { before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join } from "node:path";
import { cellSource, codeCells, readNotebook } from "../../../lib/notebook/cells.ts";
import { checkTypes } from "../../../lib/notebook/type_check.ts";
import { makeDeclarations } from "../../../site/build/declarations.ts";
import { withoutSolutions } from "../../../site/build/notebook.ts";
import type { Declarations } from "../../../site/types/answers.ts";
import { NotebookService } from "../../../site/types/service.ts";
import { notebookPaths } from "../../../tools/notebook_paths.ts";
import { scratch } from "../../tools/scratch.ts";

let declarations: Declarations;
before(async () => {
  declarations = await makeDeclarations();
});

/** Returns the errors of each cell, as "line: message". */
function errorsOf(...cells: string[]): string[][] {
  const problems = new NotebookService(declarations, cells).problems(cells);
  return problems.map((list) => list.map(({ line, message }) => `${line}: ${message}`));
}

/** Returns the meaning of the name before the mark ‸ in the last cell. */
function meaningIn(...marked: string[]) {
  const last = marked.length - 1, offset = marked[last].indexOf("‸") - 1;
  const cells = marked.with(last, marked[last].replace("‸", ""));
  return new NotebookService(declarations, cells).meaning(cells, { cell: last, offset });
}

describe("the type service of a page", () => {
  for (const path of notebookPaths([])) {
    it(`finds no error in ${basename(path)}`, async () => {
      const cells = await codeCells(path);
      expect(errorsOf(...cells)).toEqual(cells.map(() => []));
      const handedOut = withoutSolutions(await readNotebook(path)).cells
        .filter(({ cell_type }) => cell_type === "code").map(cellSource);
      expect(errorsOf(...handedOut)).toEqual(cells.map(() => []));
    });
  }

  it("finds the same errors at the same places as deno check", async () => {
    const cells = [
      'import { Matrix, RNNCell, seeded } from "rnn";\nimport { lines } from "rnn/plot";',
      'const cell = new RNNCell(2, "three", seeded(1));\n\nconst h: Matrix = cell.params.Whx;',
      "const late = () => total;\nconst [first] = [1, 2].map(String);\nfirst.toFixed(2);",
      "const total = await Deno.readTextFile(5);\nlines([{ name: 1, values: [1] }]);",
      "for (const x of new Matrix(2, 2)) console.log(x);\nnew Matrix(2).matmul();",
      "class Own extends RNNCell { step() { return 1; } }\nlet unset: number;\nunset + undeclared;",
    ];
    const folder = await scratch();
    try {
      const path = join(folder, "wrong.ipynb");
      const notebook = cells.map((source) => ({ cell_type: "code", source, metadata: {} }));
      await Deno.writeTextFile(path, JSON.stringify({ cells: notebook, nbformat: 4 }));
      const { problems } = await checkTypes(path);
      const expected = problems.map(({ cell, line, column, code }) =>
        `${cell}:${line}:${column} ${code}`
      );
      expect(expected.length).toBeGreaterThan(8);
      const found = new NotebookService(declarations, cells).problems(cells).flatMap((list, n) =>
        list.map(({ line, from, code }) => {
          const column = from - cells[n].lastIndexOf("\n", from - 1);
          return `${n + 1}:${line}:${column} TS${code}`;
        })
      );
      expect(found.sort()).toEqual(expected.sort());
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });

  it("lets a cell declare a name again, and later cells see the new type", () => {
    const cells = ["const x = [1, 2];", "const first = x[0];", 'const x = "text";', "x.trim();"];
    expect(errorsOf(...cells, "first.toFixed();")).toEqual([[], [], [], [], []]);
    expect(errorsOf(...cells, "x.map(String);").at(-1)).toEqual([
      "1: Property 'map' does not exist on type '\"text\"'.",
    ]);
    expect(errorsOf(...cells.with(1, "x.trim();"))[1]).toEqual([
      "1: Property 'trim' does not exist on type 'number[]'.",
    ]);
  });

  it("lets a name be computed from an earlier one of the same name, by way of others", () => {
    const cells = ["let h = 1;", "const next = h + 1;", "let h = String(next);", "h.trim();"];
    expect(errorsOf(...cells)).toEqual([[], [], [], []]);
  });

  it("lets functions, classes, types and imports be declared again", () => {
    const cells = [
      'import { Matrix } from "rnn";\nfunction f(a: number) { return a; }\nclass C { a = 1; }\ntype T = 1;',
      "const c = new C(), t: T = 1, { a: f2 = f } = { a: f };",
      'import { Matrix, seeded } from "rnn";\nfunction f(a: string) { return a; }\nclass C { b = 2; }\ntype T = "t";',
      'f("a").trim();\nnew C().b;\nconst u: T = "t";\nnew Matrix(1, 1);\nf2(t);',
      "const d: C = c;",
    ];
    expect(errorsOf(...cells)).toEqual([[], [], [], [], [
      "1: Property 'b' is missing in type 'C (of cell 1)' but required in type 'C'.",
    ]]);
  });

  it("keeps properties and labels of the same name as a variable that is declared again", () => {
    const cells = [
      "const x = 1, o = { x, y: { x: 2 } };\nconst { y: { x: z } } = o;\nx: for (;;) break x;",
      "interface I { x: number }\nclass K implements I { constructor(readonly x = o.x) {} }\nconst { x: w, ...rest } = o;",
      "{ const { x } = o; x.toFixed(); }\nfunction g({ x = 1 }: I, ...y: I[]) { return x + y[0].x; }",
      'const x = "";',
      "o.x.toFixed();\no.y.x.toFixed();\nz + w + g({ x: 1 });\nnew K().x.toFixed();\nrest.y.x;\nx.trim();",
    ];
    expect(errorsOf(...cells)).toEqual([[], [], [], [], []]);
  });

  it("tells a type of the reader from one of the library that has the same name", () => {
    const cells = [
      'import { RNNCell, seeded } from "rnn";',
      "type Init = (a: string) => number;\nconst init: Init = () => 1;",
      "new RNNCell(1, 1, seeded(1), init);",
    ];
    expect(errorsOf(...cells)[2].map((text) => text.split("\n")[0])).toEqual([
      "1: Argument of type 'Init' is not assignable to parameter of type 'Init (of the library)'.",
    ]);
  });

  it("marks a name that one cell declares twice", () => {
    const message = "Cannot redeclare block-scoped variable 'a'.";
    expect(errorsOf("1;", "const a = 1;\nconst a = 2;")).toEqual([[], [
      `1: ${message}`,
      `2: ${message}`,
    ]]);
  });

  it("shows a syntax error in its cell only, and nothing else there", () => {
    const texts = ["const a = 1;", "a.toFixed();"];
    const service = new NotebookService(declarations, texts);
    const [first, second] = service.problems(["const a = (1;\nconst b: string = 2;", texts[1]]);
    expect(first.map(({ line, message }) => [line, message])).toEqual([[1, "')' expected."]]);
    expect(second).toEqual([]);
    const [, changed] = service.problems(["const a = true;", texts[1]]);
    expect(changed.map(({ code }) => code)).toEqual([2339]);
  });

  it("reads cells apart: as an object, without a semicolon, and with await", () => {
    const cells = ["const f = async () => 1\nf", "(1 + 1)", "{ a: 1, b: await f() }", "`x`"];
    expect(errorsOf(...cells)).toEqual([[], [], [], []]);
    expect(errorsOf("1;", '{ a: 1,\n  b: "x" * 2 }')[1]).toEqual([
      "2: The left-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.",
    ]);
  });

  it("marks a member of Deno that a page does not have, and a module that it cannot import", () => {
    expect(errorsOf('new Deno.Command("ls");\nimport fs from "node:fs";')[0]).toEqual([
      "1: Property 'Command' does not exist on type 'typeof Deno'.",
      "2: Cannot find module 'node:fs' or its corresponding type declarations.",
    ]);
  });

  it("explains names of the library, of the language, of Plot, and of the reader", () => {
    const line = 'import { Matrix } from "rnn";\n';
    const matmul = meaningIn(line, "new Matrix(1, 2).matmul‸;");
    expect(matmul?.type).toBe("(method) Matrix.matmul(B: Matrix): Matrix");
    expect(matmul?.documentation).toMatch(/^The matrix product A B/);
    expect(meaningIn(line, "Matrix‸;")).toEqual({
      from: 0,
      to: 6,
      type: "class Matrix",
      documentation: expect.stringMatching(/\w+ \w+/),
    });
    const read = meaningIn("Deno.readTextFile‸;");
    expect(read?.documentation).toMatch(/^Asynchronously reads[^@]+$/);
    const math = meaningIn("Math.abs‸(1);");
    expect(math?.documentation).toContain("\n`x`: A numeric expression");
    const plot = meaningIn('import * as Plot from "@observablehq/plot";', "Plot.line‸([]);");
    expect(plot?.type).toMatch(/^function line\(data/);
    expect(plot?.documentation).toContain("line");
    expect(meaningIn("[1].map‸(String);")?.documentation).toMatch(/^Calls a defined callback/);
    const text = meaningIn('const text = await Deno.readTextFile("a");', "text‸;");
    expect(text?.type).toBe("const text: string");
    const own = "/** Adds one, see {@link add}. */\nconst add = (a: number) => a + 1;";
    expect(meaningIn(own, "add‸;")).toMatchObject({
      type: "const add: (a: number) => number",
      documentation: "Adds one, see add.",
    });
    expect(meaningIn("1 +‸ 1;")).toBe(undefined);
  });

  it("completes names while the cell is not finished, and explains them", () => {
    const cells = ["const loss = [1];", "const loss = new Map([[1, 2]]);", "if (loss.si"];
    const service = new NotebookService(declarations, ["", "", ""]);
    const place = { cell: 2, offset: cells[2].length };
    const members = service.completions(cells, place).map(({ name }) => name);
    expect(members).toContain("size");
    expect(members).not.toContain("map");
    expect(service.meaningOf("size", cells, place)?.type).toBe(
      "(property) Map<number, number>.size: number",
    );
    const globals = service.completions(cells.with(2, "lo"), { cell: 2, offset: 2 });
    expect(globals.map(({ name }) => name).filter((name) => name.startsWith("loss"))).toEqual([
      "loss",
    ]);
  });
});
