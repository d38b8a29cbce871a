import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam, train } from "rnn/train";
import {
  bptt,
  type Cell,
  GRUCell,
  jacobianPaths,
  LSTMCell,
  Matrix,
  normal,
  numericalGradient,
  oneHot,
  Readout,
  RNNCell,
  seeded,
  sequenceLoss,
  unroll,
} from "rnn";
import { temporalOrder } from "rnn/data";

const CELLS = { RNNCell, LSTMCell, GRUCell };

/**
 * Compares `bptt` for every parameter with the other two methods, and returns the largest errors: that of the sum of
 * the terms relative to Σ‖term‖, and that of finite differences relative to the error to expect from their step, from
 * ‖∂E/∂W‖ and from rounding in E, whose numbers are at most `scale`.
 */
function largestErrors(
  cell: Cell,
  direct: Matrix[],
  trace: ReturnType<typeof unroll>,
  E: () => number,
  scale: number,
) {
  const { dparams } = bptt(cell, trace, direct), paths = jacobianPaths(cell, trace, direct);
  let [products, differences] = [0, 0];
  for (const [name, W] of Object.entries(cell.params)) {
    const terms = trace.flatMap((_, t) =>
      trace.slice(0, t + 1).map((_, k) => paths.term(t + 1, k + 1)[name])
    );
    const size = terms.reduce((sum, term) => sum + term.norm(), 0);
    const gap = terms.reduce((a, b) => a.add(b)).subtract(dparams[name]).norm();
    products = Math.max(products, size === 0 ? gap : gap / size);
    const h = W.cols === 1 && W.norm() === 0 ? 1e-12 : 1e-6; // at a zero bias, a tiny step is exact
    const moved = numericalGradient(E, W, h).subtract(dparams[name]).norm();
    const allowed = 1e-6 * dparams[name].norm() +
      1e-15 * scale * Math.sqrt(W.data.length) / h;
    differences = Math.max(differences, moved === 0 ? 0 : moved / allowed);
  }
  return { products, differences };
}

describe("bptt(), the terms of jacobianPaths() and finite differences agree", () => {
  for (const [name, Kind] of Object.entries(CELLS)) {
    it(`for trained weights of ${name}`, async () => {
      const random = seeded(3), task = temporalOrder(10);
      const cell: Cell = new Kind(6, 8, random), readout = new Readout(8, 4, random);
      const data = function* () {
        while (true) yield task.batch(16, random);
      };
      const optimizer = adam(0.02);
      const { reports } = await train({ cell, readout }, data(), {
        optimizer,
        steps: 150,
        reportEvery: 50,
      });
      expect(reports.at(-1)!.loss).toBeLessThan(0.8 * reports[0].loss); // training has changed the weights
      const { xs, targets } = task.batch(1, random);
      const columns = Array.from(xs as Int32Array, (i) => oneHot(i, 6));
      const stepTargets = Array.from(targets as Int32Array, (y) => y < 0 ? null : y);
      const trace = unroll(cell, columns), { direct } = sequenceLoss(readout, trace, stepTargets);
      const E = () => sequenceLoss(readout, unroll(cell, columns), stepTargets).loss;
      const { products, differences } = largestErrors(cell, direct, trace, E, 10);
      expect(products).toBeLessThan(1e-12);
      expect(differences).toBeLessThan(1);
    });

    it(`for an exploding gradient of ${name}`, () => {
      const random = seeded(4), T = 16, std = name === "RNNCell" ? 1.2 : 3;
      const cell: Cell = new Kind(2, 6, random, normal(std));
      const state0 = normal(1e-10)(cell.stateSize, 1, random); // so near 0 that tanh does not saturate
      const xs = Array.from({ length: T }, () => new Matrix(2, 1));
      const trace = unroll(cell, xs, state0), last = normal(1)(cell.stateSize, 1, random);
      const direct = trace.map(({ state }, t) => t === T - 1 ? last : state.scale(0));
      const E = () => last.T.matmul(unroll(cell, xs, state0)[T - 1].state).at(0);
      expect(bptt(cell, trace, direct).dstate0.norm()).toBeGreaterThan(1e4 * last.norm());
      const { products, differences } = largestErrors(cell, direct, trace, E, Math.abs(E()));
      expect(products).toBeLessThan(1e-12);
      expect(differences).toBeLessThan(1);
    });
  }
});
