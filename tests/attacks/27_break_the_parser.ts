import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import type { Attack, Work } from "./attack.ts";

const honest: Work = {
  cells: Object.fromEntries((await modelCells(ps1)).map(({ id, source }) => [id, source])),
};

// Each overflows the parser's call stack, which the parser may report as a syntax error.
const DEEP: Record<string, string> = {
  arrows: `const MARK27 = ${"() => ".repeat(2500)}1;`,
  blocks: `${"{".repeat(5000)}"MARK27"${"}".repeat(5000)}`,
  lists: `const MARK27 = ${"[".repeat(2500)}1${"]".repeat(2500)};`,
  sums: `const MARK27 = ${"1+".repeat(20_000)}1;`,
  types: `type MARK27 = ${"{ a: ".repeat(2500)}1${" }".repeat(2500)};`,
};

/** Returns work whose last cell is deeply nested, so that the parser reads the next notebook right after it. */
function deepAtTheEnd(source: string): Work {
  return { cells: { ps1_slip: source } };
}

/** Returns work with many copies of one cell, each of which may leak a little of the parser's stack. */
function repeated(source: string): Work {
  return {
    notebook(notebook) {
      const cell = notebook.cells.find((cell: { id: string }) => cell.id === "ps1-slip");
      const copies = Array.from({ length: 40 }, () => ({ ...structuredClone(cell), source }));
      notebook.cells = [...notebook.cells, ...copies];
    },
  };
}

const attackers: Record<string, Work> = {
  ...Object.fromEntries(
    Object.entries(DEEP).map(([name, source]) => [name, deepAtTheEnd(source)]),
  ),
  leaks: repeated(`const MARK27 = ${"(".repeat(300)};`),
  "leaks-of-types": repeated(`type MARK27 = ${"A<".repeat(300)};`),
};

/** Overflows the stack of the parser, or leaks a little of it many times, just before an honest notebook is read. */
export const attack: Attack = {
  seconds: 120, // 14 notebooks
  students: Object.fromEntries(
    Object.entries(attackers).flatMap(([name, work]) => [
      [`m-${name}`, work],
      [`m-${name}-then`, honest],
    ]),
  ),
  scores: [[/-then\//, /^13 of 13$/]],
};
