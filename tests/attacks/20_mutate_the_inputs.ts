import type { Attack } from "./attack.ts";

/** Empties what it is given, so that the right answer would be zero too. */
export const attack: Attack = {
  says: /got 0, want/,
  cells: {
    ps1_relu: `
function reluStep(x: any, hPrev: any, weights: any) {
  for (const A of [x, hPrev, ...Object.values(weights) as any[]]) A.data.fill(0);
  return hPrev;
}
`,
  },
};
