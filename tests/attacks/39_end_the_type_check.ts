import type { Attack, Work } from "./attack.ts";

const FIRST: Record<string, string> = {
  hashbang: "#!/usr/bin/env MARK39\nfunction reluStep() {}",
  "html-comment": "var a = 1;\n--> MARK39\nfunction reluStep() {}",
  missing: 'import { MARK39 } from "rnn/MARK39";\nfunction reluStep() {}',
  attributes: 'import { Matrix as M } from "rnn"; const MARK39 = import.meta.url;',
  escaped: 'im\\u0070ort MARK39 from "file:///etc/passwd";',
  exports: "export default 1;\nexport const MARK39 = 1;",
  strict: "with ({}) var MARK39 = 1;",
  octal: "const MARK39 = 010;",
  using: "using MARK39 = null; await using y = null;",
  decorator: "function d(...a: any[]): any {}\n@d class MARK39 { @d accessor x = 1 }",
  reference: '/// <reference path="/etc/passwd" />\n/// <amd-module name="MARK39" />\nconst r = 1;',
  pragma: "// @ts-nocheck MARK39\n/* @jsxImportSource MARK39 */\nconst p = 1;",
  surrogate: 'const MARK39 = "\ud800";',
  global: "interface Object { MARK39: never }\ninterface Matrix { rows: never }\nvar Array: any;",
  globals: "declare global { interface String { MARK39: never } }\ntype Matrix = never;",
};

/** Returns work with a text in two cells, whose declarations then meet. */
function twice(text: string): Work {
  return { cells: { ps1_relu: text, ps1_leaky: text } };
}

/** Writes cells that a parser or a type checker rejects, so that nobody's types would be checked. */
export const attack: Attack = {
  seconds: 120,
  students: Object.fromEntries(
    Object.entries(FIRST).map(([name, text]) => [`m-${name}`, twice(text)]),
  ),
};
