import type { Attack } from "./attack.ts";

/** Sets its arguments to zero, so that the correct answer would be zero too. */
export const attack: Attack = {
  message: /got 0, want/,
  cells: {
    ps1_relu: `
function reluStep(x: any, hPrev: any, weights: any) {
  for (const A of [x, hPrev, ...Object.values(weights) as any[]]) A.data.fill(0);
  return hPrev;
}
`,
  },
};
