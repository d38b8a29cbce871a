import type { Attack } from "./attack.ts";

/**
 * Throws errors whose messages, which reports repeat, are formulas, table rows, terminal control sequences, and tags.
 */
export const attack: Attack = {
  student: "＝MARK51",
  cells: {
    ps1_relu: `throw new Error(";=cmd|' /C calc'!A0;＝1+1;@SUM(1)\\",\\"=1+1\\n=2\\r-3\\t+4");`,
    ps1_leaky:
      'throw new Error("\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m \\r\\nzoe,ps1,graded,0,13,0,0,0,0,0,0,\\u0000 \\u202e\\u2066\\u200b\\ufeff\\u2028\\ufffe");',
    ps1_unroll: `function leakyUnroll() {
  throw new Error("\\u202e31 fo 31 \\u0000\\u001b[8m <script>alert(1)</script> ]]> --> &amp; \\ud800 \\uffff");
}`,
    ps1_jordan: `throw Object.assign(new Error("x"), { name: "=MARK51\\u001b[2J\\n" });`,
    ps1_bidirectional: `const x: "\\u001b[2J\\u202e;=1\\n=2" = 1;`,
    ps1_slip: `function correctedStep() {
  return "=MARK51\\u001b[2J\\u0000\\u202e\\n=1";
}`,
  },
  notebook: ({ metadata }) => metadata.kernelspec.language = ";=1\x1b[2J\u202e\n＝MARK51",
};
