import type { Attack } from "./attack.ts";

/** Loops forever in a function, a cell, a promise, and a chain of promises. */
export const attack: Attack = {
  message: /did not return within 3 s/,
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
