import type { Attack } from "./attack.ts";

/** Stops the clocks and the chance of its process, then takes its time. */
export const attack: Attack = {
  says: /gave no answer within 3 s/,
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
