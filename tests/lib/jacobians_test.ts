import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import {
  bptt,
  type CaptionCell,
  type Cell,
  jacobianPaths,
  Matrix,
  RNNCell,
  seeded,
  unroll,
} from "rnn";
import { everyCell } from "./cells/every_cell.ts";
import { randomCellOfOne, settings } from "./cells/random_cell.ts";
import { sequence } from "./cells/sequence.ts";

const T = 6;

for (const [name, cell] of Object.entries(everyCell())) {
  const { xs, direct, state0 } = sequence(cell, T, 1);
  const paths = jacobianPaths(cell, unroll(cell, xs, state0), direct);

  describe(`jacobianPaths() of ${name}`, () => {
    it("product() is the product of the factors", () => {
      let chain = Matrix.identity(cell.stateSize);
      for (let k = T; k >= 0; k--) {
        const difference = paths.product(T, k).subtract(chain).norm();
        expect(difference).toBeLessThanOrEqual(1e-12 * Math.max(chain.norm(), 1));
        if (k > 0) chain = chain.matmul(paths.factor(k));
      }
    });

    it("gradient() is product()ᵀ times the direct gradient", () => {
      for (const [t, k] of pairs(T)) {
        const explicit = paths.product(t, k).T.matmul(direct[t - 1]);
        expect(paths.gradient(t, k).subtract(explicit).norm()).toBeLessThan(1e-12);
      }
    });

    it("norms() has the norms of the terms, and stateNorms() those of the gradients", () => {
      const [weights] = Object.keys(cell.params);
      const [norms, stateNorms] = [paths.norms(weights), paths.stateNorms()];
      for (let t = 1; t <= T; t++) {
        for (let k = 1; k <= T; k++) {
          const term = k > t ? 0 : paths.term(t, k)[weights].norm();
          expect(Math.abs(norms.at(t - 1, k - 1) - term)).toBeLessThan(1e-12);
          const gradient = k > t ? 0 : paths.gradient(t, k).norm();
          expect(stateNorms.at(t - 1, k - 1)).toBe(gradient);
        }
      }
    });

    it("gradient() sums over t to the dstates of bptt()", () => {
      const { dstates } = bptt(cell, unroll(cell, xs, state0), direct);
      for (let k = 1; k <= T; k++) {
        let sum = new Matrix(cell.stateSize, 1);
        for (let t = k; t <= T; t++) sum = sum.add(paths.gradient(t, k));
        expect(sum.subtract(dstates[k - 1]).norm()).toBeLessThan(1e-12);
      }
    });
  });

  for (const batch of [1, 3]) {
    it(`jacobianPaths() of ${name}: the terms of a batch of ${batch} sum to bptt()`, () => {
      const batched = everyCell(1, batch)[name],
        { xs, direct, state0 } = sequence(batched, T, batch);
      const columns = Array.from({ length: batch }, (_, b) => b);
      const terms = columns.flatMap((b) => {
        const one = cellOfSequence(batched, b),
          trace = unroll(one, xs.map((x) => x.column(b)), state0.column(b));
        return termsOf(one, trace, direct.map((d) => d.column(b)));
      });
      expectSum(terms, bptt(batched, unroll(batched, xs, state0), direct).dparams);
    });
  }
}

describe("jacobianPaths()", () => {
  const cell = new RNNCell(2, 3, seeded(1));
  const { xs, direct } = sequence(cell, 4, 1);
  const paths = jacobianPaths(cell, unroll(cell, xs), direct);

  it("has terms that sum to bptt(), for a random cell of any kind, size and length", () => {
    fc.assert(
      fc.property(randomCellOfOne, ({ cell, xs, direct }) => {
        const trace = unroll(cell, xs);
        expectSum(termsOf(cell, trace, direct), bptt(cell, trace, direct).dparams);
      }),
      settings,
    );
  });

  it("refuses k > t and steps outside the trace", () => {
    expect(() => paths.product(2, 3))
      .toThrow("Cannot go back from step 2 to step 3: k is after t");
    expect(() => paths.product(5, 1)).toThrow(
      "Cannot use step 5: it must be an integer from 0 to 4",
    );
    expect(() => paths.factor(0)).toThrow("Cannot use step 0: it must be an integer from 1 to 4");
    expect(() => paths.term(3, 0)).toThrow("Cannot use step 0: it must be an integer from 1 to 4");
    expect(() => paths.product(2.5, 1))
      .toThrow("Cannot use step 2.5: it must be an integer from 0 to 4");
  });

  it("norms() refuses a parameter that the cell does not have", () => {
    expect(() => paths.norms("Wyh" as "Whh"))
      .toThrow("Cannot trace Wyh: the parameters are Wxh, Whh, bh");
  });

  it("refuses a batch, a missing gradient, and a gradient with NaN", () => {
    const batch = sequence(cell, 4, 3), trace = unroll(cell, xs);
    expect(() => jacobianPaths(cell, unroll(cell, batch.xs), batch.direct))
      .toThrow("Cannot take a Jacobian: the batch size must be 1, got 3");
    expect(() => jacobianPaths(cell, trace, direct.slice(1)))
      .toThrow("Cannot backpropagate: expected 4 gradients, one per time step, got 3");
    expect(() => jacobianPaths(cell, trace, direct.with(1, direct[1].scale(NaN))))
      .toThrow("direct[1] must be finite, got NaN");
  });

  it("has Infinity in its tables after an overflow, and throws an error elsewhere", () => {
    const exploding = new RNNCell(1, 2, seeded(1));
    exploding.params.Whh.data.set([1e100, 0, 0, 1e100]); // h stays 0, so that every Jacobian is Whh
    const trace = unroll(exploding, Array.from({ length: 6 }, () => new Matrix(1, 1)));
    const paths = jacobianPaths(exploding, trace, trace.map(() => Matrix.column([1, -1])));
    for (const table of [paths.stateNorms(), paths.norms("bh")]) {
      expect([table.at(5, 0), table.at(5, 1), table.at(3, 0)])
        .toEqual([Infinity, Infinity, table.at(4, 1)]);
      expect(table.data.some(Number.isNaN)).toBe(false);
    }
    expect(() => paths.product(6, 1)).toThrow("∂state_5/∂state_1 must be finite, got Infinity");
    expect(() => paths.gradient(6, 1)).toThrow("∂E_6/∂state_1 must be finite");
    expect(() => paths.term(6, 1)).toThrow("must be finite, got Infinity");
  });
});

/** The pairs (t, k) with T ≥ t ≥ k ≥ 1. */
function pairs(T: number): [number, number][] {
  const steps = Array.from({ length: T }, (_, n) => n + 1);
  return steps.flatMap((t) => steps.slice(0, t).map((k): [number, number] => [t, k]));
}

/** Returns a cell for sequence b of the batch alone. */
function cellOfSequence(cell: Cell, b: number): Cell {
  const { v } = cell as CaptionCell;
  return v ? (cell as CaptionCell).withContext(v.column(b)) as Cell : cell;
}

function termsOf(cell: Cell, trace: ReturnType<typeof unroll>, direct: Matrix[]) {
  const paths = jacobianPaths(cell, trace, direct);
  return pairs(trace.length).map(([t, k]) => paths.term(t, k));
}

/** Expects terms to sum to the gradient, within 1e−12 of the sum of their norms. */
function expectSum(terms: Record<string, Matrix>[], dparams: Record<string, Matrix>): void {
  for (const [name, gradient] of Object.entries(dparams)) {
    const parts = terms.map((term) => term[name]);
    const size = parts.reduce((sum, part) => sum + part.norm(), 0);
    const error = parts.reduce((a, b) => a.add(b)).subtract(gradient).norm();
    expect(error).toBeLessThanOrEqual(1e-12 * size);
  }
}
