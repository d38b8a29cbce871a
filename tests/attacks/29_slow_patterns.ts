import { ps1 } from "../../exercises/checks/ps1.ts";
import { gradeId } from "../../grading/judge/check.ts";
import type { Attack, Work } from "./attack.ts";

const LENGTH = 48_000; // characters: six cells are just below the limit of a notebook
const filled = (text: string) => text.repeat(Math.floor(LENGTH / text.length));

/** Returns work with one text in every cell. */
function everywhere(text: string): Work {
  return { cells: Object.fromEntries(ps1.checks.map((check) => [gradeId(check), text])) };
}

/** Fills cells, names and errors with texts that make a pattern with backtracking try every way to match them. */
export const attack: Attack = {
  students: {
    "m-blank-lines": everywhere(filled("\n")),
    "m-spaces": everywhere(filled(" \t")),
    "m-lines-of-spaces": everywhere(filled(`${" ".repeat(98)}\n`)),
    "m-separators": everywhere(filled("\u2028\u00a0")),
    "m-slashes": everywhere(`${filled("\n//")}MARK29`),
    "m-imports": everywhere(`import ${filled(" {\n import")}`),
    "m-braces": everywhere(filled('import { a } from "rnn"\n\n\n')),
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
