import { ps1 } from "../../exercises/checks/ps1.ts";
import { gradeId } from "../../grading/judge/check.ts";
import type { Attack, Work } from "./attack.ts";

const CELLS = ps1.checks.map(gradeId);
const SHAPES: Record<string, (depth: number) => string> = {
  lists: (n) => `const MARK27 = ${"[".repeat(n)}1${"]".repeat(n)};`,
  sums: (n) => `const MARK27 = ${"1+".repeat(n)}1;`,
  types: (n) => `type MARK27 = ${"{ a: ".repeat(n)}1${" }".repeat(n)};`,
  arrows: (n) => `const MARK27 = ${"() => ".repeat(n)}1;`,
  blocks: (n) => `${"{".repeat(n)}"MARK27"${"}".repeat(n)}`,
  templates: (n) => `const MARK27 = ${"`${".repeat(n)}1${"}`".repeat(n)};`,
};

/** Returns work whose cells have one shape in several depths, because what overflows the stack and what nearly does differ. */
function nested(shape: (depth: number) => string): Work {
  const depths = [400, 1000, 2500, 6000, 12_000, 16_000];
  return { cells: Object.fromEntries(CELLS.map((id, n) => [id, shape(depths[n])])) };
}

/** Repeats one cell, so that each of them may leak a little of the parser's stack. */
function repeated(source: string): Work {
  return {
    notebook(notebook) {
      const cell = notebook.cells.find((cell: { id: string }) => cell.id === "ps1-relu");
      const copies = Array.from({ length: 40 }, () => ({ ...structuredClone(cell), source }));
      notebook.cells.push(...copies);
    },
  };
}

/** Overflows the stack of the parser, or leaks a little of it many times, so that the next notebook cannot be parsed. */
export const attack: Attack = {
  seconds: 60,
  scores: [[/^[mn]-/, /^0 of 13$|^ungradable: Cannot read it: /]],
  students: {
    ...Object.fromEntries(
      Object.entries(SHAPES).map(([name, shape]) => [`m-${name}`, nested(shape)]),
    ),
    "n-leak": repeated(`const MARK27: = ${"(".repeat(300)};`),
    "n-leaks": repeated(`type MARK27 = ${"A<".repeat(300)};`),
  },
};
