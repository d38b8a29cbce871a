import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { bptt, jacobianPaths, Matrix, RNNCell, seeded, unroll } from "rnn";
import { everyCell, sequence } from "./cells/cells.ts";

const T = 6;

for (const [name, cell] of Object.entries(everyCell())) {
  const { xs, direct, state0 } = sequence(cell, T, 1);
  const paths = jacobianPaths(cell, unroll(cell, xs, state0), direct);

  describe(`jacobianPaths() of ${name}`, () => {
    it("product() is the chain of factors", () => {
      let chain = Matrix.identity(cell.stateSize);
      for (let k = T; k >= 0; k--) {
        const difference = paths.product(T, k).subtract(chain).norm();
        expect(difference).toBeLessThanOrEqual(1e-12 * Math.max(chain.norm(), 1));
        if (k > 0) chain = chain.matmul(paths.factor(k));
      }
    });

    it("gradient() is product()ᵀ times the direct gradient", () => {
      for (let t = 1; t <= T; t++) {
        for (let k = 1; k <= t; k++) {
          const explicit = paths.product(t, k).T.matmul(direct[t - 1]);
          expect(paths.gradient(t, k).subtract(explicit).norm()).toBeLessThan(1e-12);
        }
      }
    });

    it("norms() are the norms of the terms, stateNorms() those of the gradients", () => {
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

    it("gradient() of all t sums to the dstates of bptt()", () => {
      const { dstates } = bptt(cell, unroll(cell, xs, state0), direct);
      for (let k = 1; k <= T; k++) {
        let sum = new Matrix(cell.stateSize, 1);
        for (let t = k; t <= T; t++) sum = sum.add(paths.gradient(t, k));
        expect(sum.subtract(dstates[k - 1]).norm()).toBeLessThan(1e-12);
      }
    });
  });
}

describe("jacobianPaths()", () => {
  const cell = new RNNCell(2, 3, seeded(1));
  const { xs, direct } = sequence(cell, 4, 1);
  const paths = jacobianPaths(cell, unroll(cell, xs), direct);

  it("product() refuses t < k and steps outside the trace", () => {
    expect(() => paths.product(2, 3))
      .toThrow("Cannot go back from step 2 to step 3: k is after t");
    expect(() => paths.product(5, 1)).toThrow("Cannot use step 5: the steps are 0 to 4");
    expect(() => paths.factor(0)).toThrow("Cannot use step 0: the steps are 1 to 4");
    expect(() => paths.term(3, 0)).toThrow("Cannot use step 0: the steps are 1 to 4");
    expect(() => paths.product(2.5, 1)).toThrow("Cannot use step 2.5: the steps are 0 to 4");
  });

  it("norms() refuses a weight the cell doesn't have", () => {
    expect(() => paths.norms("Wyh" as "Whh"))
      .toThrow("Cannot trace Wyh: the weights are Wxh, Whh, bh");
  });

  it("jacobianPaths() refuses a batch and a gradient per step that is missing", () => {
    const batch = sequence(cell, 4, 3);
    expect(() => jacobianPaths(cell, unroll(cell, batch.xs), batch.direct))
      .toThrow("Cannot take the Jacobian of a batch of 3: it belongs to one sequence");
    expect(() => jacobianPaths(cell, unroll(cell, xs), direct.slice(1)))
      .toThrow("Cannot go back through 4 steps with 3 gradients");
    expect(() => bptt(cell, [], [])).toThrow("Cannot go back through an empty trace");
    expect(() => bptt(cell, unroll(cell, xs), xs))
      .toThrow("Cannot go back through step 1: direct is 2×1, the state is 3×1");
  });

  it("a gradient too large for a number is Infinity in the tables and an error elsewhere", () => {
    const loud = new RNNCell(1, 2, seeded(1));
    loud.params.Whh.data.set([1e100, 0, 0, 1e100]); // h = 0 all the way: every Jacobian is Whh itself
    const trace = unroll(loud, Array.from({ length: 6 }, () => new Matrix(1, 1)));
    const direct = trace.map(() => Matrix.column([1, -1]));
    const exploding = jacobianPaths(loud, trace, direct);
    for (const table of [exploding.stateNorms(), exploding.norms("bh")]) {
      expect([table.at(5, 0), table.at(5, 1), table.at(3, 0)]).toEqual([
        Infinity,
        Infinity,
        table.at(4, 1),
      ]);
      expect(table.data.some(Number.isNaN)).toBe(false);
    }
    expect(() => exploding.product(6, 1)).toThrow("∂state_5/∂state_1 holds Infinity");
    expect(() => exploding.gradient(6, 1)).toThrow("∂E_6/∂state_1 holds");
    expect(() => exploding.term(6, 1)).toThrow("holds Infinity");
    expect(() => bptt(loud, trace, direct)).toThrow("∂E/∂state_2 holds");
  });
});
