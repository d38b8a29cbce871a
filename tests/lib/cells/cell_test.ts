import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { LSTMCell, Matrix, numericalGradient, RNNCell, seeded, unroll } from "rnn";
import { everyCell } from "./every_cell.ts";
import { sequence } from "./sequence.ts";

for (const [name, cell] of Object.entries(everyCell())) {
  describe(name, () => {
    it("jacobian() matches finite differences", () => {
      const { xs, state0 } = sequence(cell, 3, 1);
      const { x, statePrev } = unroll(cell, xs, state0)[2];
      const J = cell.jacobian(cell.step(x, statePrev));
      for (let i = 0; i < cell.stateSize; i++) {
        const row = numericalGradient(() => cell.step(x, statePrev).state.at(i), statePrev);
        const error = J.T.column(i).subtract(row).norm();
        expect(error).toBeLessThanOrEqual(1e-7 * Math.max(row.norm(), 1e-3));
      }
    });

    it("jacobian() refuses a batch of several sequences", () => {
      const batched = everyCell(1, 3)[name];
      const { xs, state0 } = sequence(batched, 1, 3);
      expect(() => batched.jacobian(batched.step(xs[0], state0)))
        .toThrow("Cannot take a Jacobian: the batch size must be 1, got 3");
    });

    it("backward() refuses a gradient that has not the shape of the state", () => {
      const { xs, state0 } = sequence(cell, 1, 1);
      expect(() => cell.backward(cell.step(xs[0], state0), new Matrix(1, 2)))
        .toThrow(`Cannot step back: dstate must be ${cell.stateSize}×1, got 1×2`);
    });

    it("step() refuses an input or a state with NaN", () => {
      const { xs: [x], state0 } = sequence(cell, 1, 1);
      expect(() => cell.step(x.scale(NaN), state0)).toThrow("x must be finite, got NaN");
      expect(() => cell.step(x, state0.scale(NaN))).toThrow("statePrev must be finite, got NaN");
    });
  });
}

describe("new RNNCell() and new LSTMCell()", () => {
  it("refuse sizes that are not positive integers, by name", () => {
    expect(() => new RNNCell(0, 3, seeded(1)))
      .toThrow("Cannot create a layer: inputSize must be a positive integer, got 0");
    expect(() => new LSTMCell(2, 1.5, seeded(1)))
      .toThrow("Cannot create a layer: hiddenSize must be a positive integer, got 1.5");
  });
});
