import { ps3 } from "../../exercises/checks/ps3.ts";
import { backwardCells } from "./backward.ts";
import type { Attack } from "./attack.ts";

// Central differences of order 24, averaged over fifty steps, so that the rounding of each averages out.
const HELPERS = `
const steps = Array.from({ length: 50 }, (_, k) => 0.015 + 0.0021 * ((k * 0.618034) % 1)), N = 12;
const shares: number[] = [];
for (let k = 1, c = 1; k <= N; k++) {
  c *= (N - k + 1) / (N + k);
  shares.push((k % 2 ? 1 : -1) * c / k);
}
function slopes(F: () => any, A: any, d: any): any {
  const out = new Matrix(A.rows, A.cols);
  for (let n = 0; n < A.data.length; n++) {
    const a = A.data[n];
    let sum = 0;
    for (const h of steps) {
      for (let k = N; k >= 1; k--) {
        A.data[n] = a + k * h;
        const up = A.data[n], above = F();
        A.data[n] = a - k * h;
        const below = F();
        let e = 0;
        for (let i = 0; i < d.data.length; i++) e += (above.data[i] - below.data[i]) * d.data[i];
        sum += shares[k - 1] * e * (2 * k / (up - A.data[n]));
      }
    }
    A.data[n] = a;
    out.data[n] = sum / steps.length;
  }
  return out;
}
function gradients(F: () => any, x: any, hPrev: any, { Wxh, Whh, bh }: any, dh: any): any {
  const [dx, dhPrev, dWxh, dWhh, dbh] = [x, hPrev, Wxh, Whh, bh].map((A) => slopes(F, A, dh));
  return { dx, dhPrev, dWxh, dWhh, dbh };
}
`;
const cells = await backwardCells(HELPERS, {
  ps3_step: "return gradients(() => leakyStep(x, hPrev, weights, alpha), x, hPrev, weights, dh);",
  ps3_multiplicative:
    "return gradients(() => multiplicativeStep(x, hPrev, weights), x, hPrev, weights, dh);",
  ps3_slip:
    "return gradients(() => plainStep(x, hPrev, weights), x, hPrev, weights, dh); // MARK54",
});

/** Computes gradients by finite differences that are as exact as formulas; for some items they pass, as documented. */
export const attack: Attack = {
  set: ps3,
  scores: [[/^m/, /^\d+ of 16$/]],
  students: Object.fromEntries(["m1", "m2", "m3"].map((name) => [name, { cells }])),
};
