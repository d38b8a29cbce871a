import type { Attack, Work } from "./attack.ts";

const LENGTH = 48_000; // characters: six cells are just below the limit of a notebook
const filled = (text: string) => text.repeat(Math.floor(LENGTH / text.length));

/** Returns work with one text in three cells. */
function inCells(text: string): Work {
  return { cells: { ps1_relu: text, ps1_leaky: text, ps1_slip: text } };
}

/** Fills cells, names and errors with texts that make a regular expression backtrack through every possible match. */
export const attack: Attack = {
  students: {
    "m-blank-lines": inCells(filled("\n")),
    "m-spaces": inCells(filled(" \t")),
    "m-lines-of-spaces": inCells(filled(`${" ".repeat(98)}\n`)),
    "m-separators": inCells(filled("\u2028\u00a0")),
    "m-slashes": inCells(`${filled("\n//")}MARK29`),
    "m-imports": inCells(`import ${filled(" {\n import")}`),
    "m-braces": inCells(filled('import { a } from "rnn"\n\n\n')),
    [`n${"_ps1".repeat(60)}`]: {
      cells: {
        ps1_relu: `throw new Error("MARK29 (" + "1:".repeat(3e5) + "\\n ".repeat(3e5));`,
        ps1_leaky: `throw new Error("(1:1".repeat(1e5) + " ".repeat(3e5) + "x");`,
        ps1_unroll: `interface Long { ${JSON.stringify("\n".repeat(9000) + "~".repeat(9000))}: 1 }
const long: Long = {};`,
        ps1_jordan: `interface Wide { ${JSON.stringify(" ~\n".repeat(9000) + " at file:")}: 1 }
const wide: Wide = {};`,
      },
    },
  },
};
