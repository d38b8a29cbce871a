import { join } from "node:path";
import { notebookWith, put } from "./class.ts";
import type { Attack } from "./attack.ts";

const NAMES = [
  ...["Abel", "ABEL", "Zoe", "zoe ", "zoe\u200b", "\u202eeoz", "ｚoe", "zoe_ps1", "abel_ps1"], // as the honest ones
  ...["zo\u0065\u0301", "zo\u00e9", "ß", "ẞ", "ss", "ı", "I", "i", "ſ", "K", "\u212a"], // equal when normalised
  ...["=1+1", "＝1+1", "@SUM(1)", "-rf", "--json", "+1", "a;=1+1", 'a","=1', "'", "\t=1", ";＝1"], // formulas and options
  ...[
    "na\nme\tx",
    "x\r\nzoe,ps1,graded,0,13",
    "\x1b]0;owned\x07\x1b[2J",
    "a\u202eb\u2066",
    "\x85x",
    "\u2028x",
  ],
  ...[
    '"><svg onload=alert(1)>',
    "<script>alert(1)<",
    "%2e%2e",
    "..%2fgrades",
    "results.json",
    "students",
  ],
  ...["__proto__", "constructor", "toString", "con", "nul", `x${"y".repeat(240)}`, "é".repeat(120)],
];

/** Uses names that are formulas, options, lines, tags, variants of other students' names, or that end a file name. */
export const attack: Attack = {
  seconds: 180, // many students
  async folder(folder) {
    const text = JSON.stringify({ ...JSON.parse(await notebookWith({})), cells: [] });
    for (const name of NAMES) await put(join(folder, name, "MARK38.ipynb"), text);
    await put(join(folder, "Zoe", "MARK38.ipynb"), await notebookWith({}));
    await put(join(folder, "Zoe_ps1.ipynb"), text);
  },
};
