import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { bptt, Matrix, numericalGradient, relativeError, RNNCell, seeded, unroll } from "rnn";
import { everyCell } from "./cells/every_cell.ts";
import { randomCell, settings } from "./cells/random_cell.ts";
import { linearLoss, sequence } from "./cells/sequence.ts";

const T = 5;

for (const batch of [1, 3]) {
  for (const [name, cell] of Object.entries(everyCell(1, batch))) {
    const { xs, direct, state0 } = sequence(cell, T, batch);
    const E = () => linearLoss(cell, xs, direct, state0);
    const back = bptt(cell, unroll(cell, xs, state0), direct);

    describe(`bptt() of ${name} with a batch of ${batch}`, () => {
      for (const [param, W] of Object.entries(cell.params)) {
        it(`matches finite differences for ${param}`, () => {
          expect(relativeError(back.dparams[param], numericalGradient(E, W))).toBeLessThan(1e-7);
          expect(back.dparams[param].norm()).toBeGreaterThan(1e-3);
        });
      }

      it("matches finite differences for every x_t and for state_0", () => {
        xs.forEach((x, t) =>
          expect(relativeError(back.dxs[t], numericalGradient(E, x))).toBeLessThan(1e-7)
        );
        expect(relativeError(back.dstate0, numericalGradient(E, state0))).toBeLessThan(1e-7);
      });
    });
  }
}

describe("bptt() of a random cell", () => {
  it("matches finite differences, up to rounding, for any size, length and batch", () => {
    const h = 1e-5;
    fc.assert(
      fc.property(randomCell, ({ cell, xs, direct }) => {
        const back = bptt(cell, unroll(cell, xs), direct);
        const E = () => linearLoss(cell, xs, direct);
        // the rounding of E and of the sums in it, divided by h, and the curvature times the size of the weights
        const size = direct.reduce((sum, d) => sum + d.norm() * Math.sqrt(d.rows), 0);
        const tolerance = 64 * Number.EPSILON * (Math.abs(E()) + size) / h + 1e-6 * size;
        for (const [name, W] of Object.entries(cell.params)) {
          const error = back.dparams[name].subtract(numericalGradient(E, W, h));
          expect(Math.max(...error.data.map(Math.abs))).toBeLessThanOrEqual(tolerance);
        }
      }),
      settings,
    );
  });

  it("is the same to the last bit for the same seed", () => {
    const gradients = () =>
      fc.sample(randomCell, settings).map(({ cell, xs, direct }) =>
        bptt(cell, unroll(cell, xs), direct).dparams
      );
    expect(gradients()).toEqual(gradients());
  });
});

describe("bptt()", () => {
  const cell = new RNNCell(2, 3, seeded(1)), { xs, direct } = sequence(cell, 4, 1);

  it("refuses an empty trace, and direct gradients that do not fit the trace", () => {
    expect(() => bptt(cell, [], [])).toThrow("Cannot backpropagate through an empty trace");
    expect(() => bptt(cell, unroll(cell, xs), direct.slice(1)))
      .toThrow("Cannot backpropagate: expected 4 gradients, one per time step, got 3");
    expect(() => bptt(cell, unroll(cell, xs), xs))
      .toThrow("Cannot backpropagate: direct[0] must be 3×1, got 2×1");
  });

  it("names the first gradient that overflows", () => {
    const exploding = new RNNCell(1, 2, seeded(1));
    exploding.params.Whh.data.set([1e100, 0, 0, 1e100]); // h stays 0, so that every Jacobian is Whh
    const trace = unroll(exploding, Array.from({ length: 6 }, () => new Matrix(1, 1)));
    expect(() => bptt(exploding, trace, trace.map(() => Matrix.column([1, -1]))))
      .toThrow("∂E/∂state_2 must be finite");
  });
});
