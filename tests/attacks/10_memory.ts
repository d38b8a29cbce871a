import type { Attack } from "./attack.ts";

/** Allocates memory outside the heap until there is none. */
export const attack: Attack = {
  message: /allocation failed/,
  cells: {
    ps1_relu: `
const keep: Float64Array[] = [];
function reluStep() {
  for (;;) keep.push(new Float64Array(1e7).fill(1));
}
`,
  },
};
