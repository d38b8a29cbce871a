import type { Attack } from "./attack.ts";

/** Takes memory outside of the heap until there is none. */
export const attack: Attack = {
  says: /allocation failed/,
  cells: {
    ps1_relu: `
const keep: Float64Array[] = [];
function reluStep() {
  for (;;) keep.push(new Float64Array(1e7).fill(1));
}
`,
  },
};
