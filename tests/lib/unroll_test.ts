import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { CaptionCell, Matrix, RNNCell, seeded, unroll } from "rnn";
import { randomCell, settings } from "./cells/random_cell.ts";

describe("unroll() of a random cell", () => {
  it("keeps the shapes, and h is the last rows of the state", () => {
    fc.assert(
      fc.property(randomCell, ({ cell, T, batch, xs }) => {
        const trace = unroll(cell, xs);
        expect(trace.length).toBe(T);
        for (const { h, state } of trace) {
          expect(state.shape).toBe(`${cell.stateSize}×${batch}`);
          expect(state.sliceRows(cell.stateSize - cell.hiddenSize).data).toEqual(h.data);
        }
      }),
      settings,
    );
  });

  it("computes the sequences of a batch independently", () => {
    fc.assert(
      fc.property(randomCell, ({ cell, batch, xs }) => {
        const together = unroll(cell, xs);
        for (let b = 0; b < batch; b++) {
          const own = cell instanceof CaptionCell ? cell.withContext(cell.v!.column(b)) : cell;
          const alone = unroll(own, xs.map((x) => x.column(b)));
          together.forEach(({ state }, n) =>
            expect(state.column(b).subtract(alone[n].state).norm()).toBeLessThan(1e-13)
          );
        }
      }),
      settings,
    );
  });
});

describe("unroll()", () => {
  const cell = new RNNCell(2, 3, seeded(1));
  const xs = Array.from({ length: 8 }, () => Matrix.column([1, -1]));
  const withBad = (value: number) => xs.with(6, Matrix.column([1, value]));

  it("names the time step of a bad input or state", () => {
    expect(() => unroll(cell, withBad(NaN))).toThrow("x_7 must be finite, got NaN");
    expect(() => unroll(cell, withBad(Infinity))).toThrow("x_7 must be finite, got Infinity");
    expect(() => unroll(cell, [...xs, new Matrix(5, 1)]))
      .toThrow("Cannot step: x_9 must be 2×1, got 5×1");
    expect(() => unroll(cell, [xs[0], new Matrix(2, 3)]))
      .toThrow("Cannot step: x_2 and state_1 must have the same batch size, got 2×3 and 3×1");
    expect(() => unroll(cell, xs, new Matrix(4, 1)))
      .toThrow("Cannot step: state_0 must be 3×1, got 4×1");
    expect(() => unroll(cell, [])).toThrow("Cannot unroll an empty sequence");
  });

  it("names the first state that weights with NaN make invalid", () => {
    const broken = new RNNCell(2, 3, seeded(1));
    broken.params.Whh.data[0] = NaN;
    expect(() => unroll(broken, xs)).toThrow("state_1 must be finite, got NaN");
  });
});
