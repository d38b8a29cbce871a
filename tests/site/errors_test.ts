import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { html } from "../../site/build/folders.ts";
import { strictPolicy } from "../../site/build/policy.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { type EnginePage, ENGINES, engines } from "../engines/engine.ts";
import { PageKernel } from "../engines/kernel_page.ts";
import { NotebookPage } from "../engines/notebook_page.ts";

/** Cells whose last one fails, the start of the error that is shown, and its places: cell and line, counted from 1. */
interface Failing {
  about: string;
  cells: string[];
  error: string;
  places: [cell: number, line: number, text: string][];
}

const FAILING: Failing[] = [
  {
    about: "a statement",
    cells: ["const n: number = 1;\n\nthrow new RangeError(`n is ${n}`);"],
    error: "RangeError: n is 1",
    places: [[1, 3, "throw new RangeError(`n is ${n}`);"]],
  },
  {
    about: "a function that is called below",
    cells: ['function fails(n: number): number {\n  throw new Error("deep");\n}\n\nfails(1);'],
    error: "Error: deep",
    places: [[1, 2, 'throw new Error("deep");'], [1, 5, "fails(1);"]],
  },
  {
    about: "a function of another cell",
    cells: [
      'const throws = (n: number) => {\n  throw new Error("far");\n};',
      "// calls\nthrows(1);",
    ],
    error: "Error: far",
    places: [[1, 2, 'throw new Error("far");'], [2, 2, "throws(1);"]],
  },
  {
    about: "a method",
    cells: [
      'class A<T> {\n  fails(): T {\n    throw new Error("in A");\n  }\n}\nnew A<number>().fails();',
    ],
    error: "Error: in A",
    places: [[1, 3, 'throw new Error("in A");'], [1, 6, "new A<number>().fails();"]],
  },
  {
    about: "a callback",
    cells: ['[1, 2].map((n) => {\n  if (n > 1) throw new Error("second");\n});'],
    error: "Error: second",
    places: [[1, 2, 'if (n > 1) throw new Error("second");'], [1, 1, "[1, 2].map((n) => {"]],
  },
  {
    about: "the library",
    cells: [
      'import { Matrix } from "rnn";\nconst X = Matrix.of([[1, 2]]);\n\nconst Y: Matrix = X.matmul(X);',
    ],
    error: "RangeError: Cannot multiply 1×2 by 1×2",
    places: [[1, 4, "const Y: Matrix = X.matmul(X);"]],
  },
  {
    about: "a statement after await",
    cells: ['await Promise.resolve();\nthrow new Error("later");'],
    error: "Error: later",
    places: [[1, 2, 'throw new Error("later");']],
  },
  {
    about: "an async function after await",
    cells: [
      'async function fails() {\n  await Promise.resolve();\n  throw new Error("later");\n}\nawait fails();',
    ],
    error: "Error: later",
    places: [[1, 3, 'throw new Error("later");']],
  },
  {
    about: "a false claim",
    cells: ['import { claim } from "rnn/notebook";\nclaim("two is one", false)'],
    error: "Error: The claim does not hold: two is one",
    places: [[1, 2, 'claim("two is one", false)']],
  },
  {
    about: "a property of null",
    cells: ["const nothing: any = null;\nnothing.x;"],
    error: "TypeError: ",
    places: [[1, 2, "nothing.x;"]],
  },
  {
    about: "an unknown name",
    cells: ["\nunknownName;"],
    error: "ReferenceError: ",
    places: [[1, 2, "unknownName;"]],
  },
  {
    about: "an unknown module",
    cells: ['import "rnn";\nimport _ from "npm:lodash";'],
    error: 'TypeError: Cannot import "npm:lodash" in a browser: packages of npm need Jupyter',
    places: [[1, 2, 'import _ from "npm:lodash";']],
  },
  {
    about: "syntax",
    cells: ["let a = 1;\nlet b: number = ;"],
    error: "SyntaxError: ",
    places: [[1, 2, "let b: number = ;"]],
  },
];

for (const engine of engines) {
  describe(`the error of a cell in ${engine}`, () => {
    const server = serveFolder(html, 0, (path) => ({
      "content-security-policy": strictPolicy(path),
    }));
    const origin = `http://127.0.0.1:${server.addr.port}`;
    let page: EnginePage;
    before(async () => {
      page = await ENGINES[engine]();
    });
    after(async () => {
      await page?.close();
      await server.shutdown();
    });

    it("is shown with cell, line and caret", async () => {
      const { cells, error, places } = FAILING.find(({ cells }) => cells.length === 2)!;
      const notebook = new NotebookPage(page);
      await notebook.openWith(`${origin}/02_loss.html`, { ...cells });
      await notebook.run(1);
      const [shown, ...more] = await notebook.errors();
      expect(more).toEqual([]);
      expect(shown.split("\n")[0]).toBe(error);
      const place = / {2}cell (\d+), line (\d+).*\n {4}(.*)\n {4}( *)\^(?:\n|$)/g;
      const found = [...shown.matchAll(place)].map(([, ...parts]) => parts);
      expect(found.map(([cell, line, text]) => [Number(cell), Number(line), text])).toEqual(places);
      for (const [, , text, indent] of found) expect(indent.length).toBeLessThan(text.length);
    });

    it("is located in every kind of cell", async () => {
      const kernel = await PageKernel.start(page, origin);
      let first = 1;
      for (const { about, cells, error, places } of FAILING) {
        const { outputs, places: found } = (await kernel.run(cells)).at(-1)!;
        const { ename, evalue } = outputs[0] as { ename: string; evalue: string };
        expect([about, `${ename}: ${evalue}`.slice(0, error.length)]).toEqual([about, error]);
        const lines = found.map(({ cell, line, text }) => [cell + 1, line, text.trim()]);
        const wanted = places.map(([cell, ...place]) => [cell - 1 + first, ...place]);
        expect([about, lines[0]]).toEqual([about, wanted[0]]);
        for (const place of wanted) expect(lines).toContainEqual(place);
        for (const { column, text } of found) expect(column).toBeLessThan(text.length);
        first += cells.length;
      }
    });
  });
}
