import type { Attack } from "./attack.ts";

/** Loops without an end: in a function, in a cell, in a promise, between two turns. */
export const attack: Attack = {
  says: /gave no answer within 3 s/,
  cells: {
    ps1_relu: `
function reluStep() {
  while (true);
}
`,
    ps1_leaky: `while (true);`,
    ps1_unroll: `function leakyUnroll() {
  return new Promise(() => {});
}`,
    ps1_jordan: `async function jordanUnroll() {
  for (;;) await 0;
}`,
    ps1_bidirectional: `function bidirectional() {
  return /^(a+)+$/.test("a".repeat(64) + "b");
}`,
  },
};
