import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { ps7 } from "../../exercises/checks/ps7.ts";
import { sampler } from "../../grading/judge/cases.ts";
import { difference } from "../../grading/judge/compare.ts";
import { type Value, valueOf, type Values } from "../../grading/judge/values.ts";
import { ModelKey } from "../../grading/class/model_key.ts";
import { GRUCell } from "../../lib/cells/gru.ts";
import { Matrix } from "../../lib/matrix.ts";
import { seeded } from "../../lib/random.ts";
import { unroll } from "../../lib/unroll.ts";

const STEP = 1e-5;
const draw = sampler(seeded(11));

/** Returns E as a column of central differences by the entries of a column. */
async function slopes(E: (at: Matrix) => Promise<number>, column: Matrix): Promise<Matrix> {
  const moved = (n: number, step: number) => {
    const copy = column.map((a) => a);
    copy.data[n] += step;
    return E(copy);
  };
  const list: number[] = [];
  for (const n of column.data.keys()) {
    list.push((await moved(n, STEP) - await moved(n, -STEP)) / (2 * STEP));
  }
  return Matrix.column(list);
}

describe("the model solutions of ps7 that no finite differences check", () => {
  let key: ModelKey;
  const call = async (name: string, ...args: Value[]) =>
    valueOf((await key.correct(ps7.checks[0], [{ name, args }]))[0]);
  before(async () => {
    key = await ModelKey.start(ps7);
  });
  after(() => key.close());

  it("gruUnroll computes what the library's GRU computes from the same weights", async () => {
    const [D, H, B] = [2, 3, 2], cell = new GRUCell(D, H, seeded(3));
    for (const W of Object.values(cell.params)) W.data.set(draw.matrix(W.rows, W.cols).data);
    const { Wxr, Whr, br, Wxz, Whz, bz, Wxn, Whn, bxn, bhn } = cell.params, zero = br.scale(0);
    const stack = (...blocks: Matrix[]) => Matrix.blocks(blocks.map((block) => [block]));
    const biases = { bx: stack(br, bz, bxn), bh: stack(zero, zero, bhn) };
    const weights = { Wx: stack(Wxr, Wxz, Wxn), Wh: stack(Whr, Whz, Whn), ...biases };
    const xs = draw.sequence(4, D, B), h0 = draw.matrix(H, B);
    const want = unroll(cell, xs, h0).map(({ h }) => h);
    expect(difference(await call("gruUnroll", xs, h0, weights), want)).toBe(undefined);
  });

  it("orthogonalStart returns Q with QᵀQ = gain² I and an upper triangular R with a positive diagonal", async () => {
    const G = draw.matrix(5, 5), Q = await call("orthogonalStart", G, 0.7) as Matrix;
    expect(difference(Q.T.matmul(Q), Matrix.identity(5).scale(0.49), 1e-12)).toBe(undefined);
    const R = Q.T.matmul(G);
    for (let i = 0; i < 5; i++) {
      expect(R.at(i, i)).toBeGreaterThan(0);
      for (let j = 0; j < i; j++) expect(Math.abs(R.at(i, j))).toBeLessThan(1e-12);
    }
  });

  it("scoreGradient is the gradient of the mean of (R − b) log π", async () => {
    const [mu, samples] = [draw.matrix(2, 1), draw.matrix(2, 3)], rewards = [1, 0.2, 0.7];
    const sigma = Matrix.column([0.5, 0.8]), b = 0.4;
    const logDensity = (l: number, m: number, s: number) =>
      -((l - m) ** 2) / (2 * s * s) - Math.log(s);
    const mean = (mu: Matrix, sigma: Matrix) => {
      const terms = rewards.map((R, n) =>
        [0, 1].reduce((sum, k) => sum + logDensity(samples.at(k, n), mu.at(k), sigma.at(k)), 0) *
        (R - b)
      );
      return Promise.resolve(terms.reduce((sum, term) => sum + term) / 3);
    };
    const want = {
      dmu: await slopes((mu) => mean(mu, sigma), mu),
      dsigma: await slopes((sigma) => mean(mu, sigma), sigma),
    };
    const got = await call("scoreGradient", mu, sigma, samples, rewards, b);
    expect(difference(got, want, 1e-7)).toBe(undefined);
  });

  it("bound returns the gradients of its own sum of costs", async () => {
    const x = Matrix.column([1, 0, 1, 1]), eps = draw.matrix(2, 1);
    const mu = draw.matrix(2, 1), logvar = draw.matrix(2, 1);
    const weights = { W: draw.matrix(4, 2), b: draw.matrix(4, 1) };
    const at = (mu: Matrix, logvar: Matrix) => call("bound", x, mu, logvar, eps, weights);
    const E = async (mu: Matrix, logvar: Matrix) => {
      const { pixels, kl } = await at(mu, logvar) as { [name: string]: number };
      return pixels + kl;
    };
    const { dmu, dlogvar } = await at(mu, logvar) as Values;
    expect(difference(dmu, await slopes((mu) => E(mu, logvar), mu), 1e-7)).toBe(undefined);
    expect(difference(dlogvar, await slopes((logvar) => E(mu, logvar), logvar), 1e-7))
      .toBe(undefined);
  });
});
