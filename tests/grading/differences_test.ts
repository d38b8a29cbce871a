import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { ps3 } from "../../exercises/checks/ps3.ts";
import { modelCells, ModelKey } from "../../grading/class/model_key.ts";
import { findings } from "./student_work.ts";

// Central differences of order 2N, with the weights (−1)^{k+1} 2 N!² / (k (N−k)! (N+k)!).
const DIFFERENCES = (N: number, h: number) => `
function slopes(E, A) {
  const out = new Matrix(A.rows, A.cols), w = [];
  for (let k = 1, c = 1; k <= ${N}; k++) {
    c *= (${N} - k + 1) / (${N} + k);
    w.push((k % 2 ? 1 : -1) * c / k);
  }
  for (let n = 0; n < A.data.length; n++) {
    const a = A.data[n];
    for (let k = ${N}; k >= 1; k--) {
      A.data[n] = a + k * ${h};
      const above = E();
      A.data[n] = a - k * ${h};
      out.data[n] += w[k - 1] * (above - E()) / ${h};
    }
    A.data[n] = a;
  }
  return out;
}`;
const BACKWARD = `
  const W = { Wxh: weights.Wxh, Whh: weights.Whh, bh: weights.bh };
  const E = () => leakyStep(x, hPrev, W, alpha).hadamard(dh).data.reduce((sum, e) => sum + e, 0);
  return {
    dx: slopes(E, x), dhPrev: slopes(E, hPrev),
    dWxh: slopes(E, W.Wxh), dWhh: slopes(E, W.Whh), dbh: slopes(E, W.bh),
  };`;

describe("finite differences instead of a formula", () => {
  for (const [name, N, h] of [["of order 2", 1, 1e-5], ["of order 12", 6, 0.015]] as const) {
    it(`${name} are recognised`, async () => {
      const [first] = await modelCells(ps3), key = await ModelKey.start(ps3);
      const source = DIFFERENCES(N, h) +
        first.source.replace(/\/\/ BEGIN SOLUTION[^]*?\/\/ END SOLUTION/, BACKWARD);
      for (const seed of [1, 2, 3]) {
        const [found] = await findings([ps3.checks[0]], [{ ...first, source }], key, seed);
        expect([found.earned, found.mistake?.name]).toEqual([
          ...[0, "differences instead of the formula"],
        ]);
      }
      await key.close();
    });
  }
});
