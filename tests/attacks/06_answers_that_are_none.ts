import type { Attack } from "./attack.ts";

/** Returns NaN, an object that converts to any number, a proxy, and a getter. */
export const attack: Attack = {
  message: /Cannot send a function/,
  cells: {
    ps1_relu: `
let turn = 0;
function reluStep(_x: unknown, hPrev: any) {
  const anything = { valueOf: () => 42, toJSON: () => 42, get rows() { return hPrev.rows; } };
  const proxy = new Proxy(hPrev, { get: (_, name) => name === "data" ? new Float64Array(6).fill(NaN) : hPrev[name] });
  return [hPrev.scale(NaN), anything, proxy, { __proto__: { rows: 3, cols: 2 } }][turn++ % 4];
}
`,
  },
};
