import type { Attack } from "./attack.ts";

/** Stops the clocks of its process, then loops forever. */
export const attack: Attack = {
  message: /did not return within 3 s/,
  cells: {
    ps1_relu: `
performance.now = () => 0;
Date.now = () => 0;
Math.random = () => 0.5;
globalThis.setTimeout = (() => 0) as any;
globalThis.clearTimeout = () => {};
function reluStep() {
  const start = Date.now();
  while (Date.now() - start < 1000);
}
`,
  },
};
