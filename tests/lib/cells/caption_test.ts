import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { bptt, CaptionCell, Matrix, numericalGradient, relativeError, seeded, unroll } from "rnn";
import { everyCell } from "./every_cell.ts";
import { linearLoss, sequence } from "./sequence.ts";

describe("CaptionCell", () => {
  it("has the gradient on the image, summed over time, in bptt()", () => {
    const cell = everyCell(1, 3).CaptionCell as CaptionCell;
    const { xs, direct, state0 } = sequence(cell, 5, 3);
    const { dcontext } = bptt(cell, unroll(cell, xs, state0), direct);
    const dv = numericalGradient(() => linearLoss(cell, xs, direct, state0), cell.v!);
    expect(relativeError(dcontext!, dv)).toBeLessThan(1e-7);
  });

  it("step() refuses to run without an image", () => {
    const cell = new CaptionCell(3, 4, 2, seeded(1));
    expect(() => cell.step(new Matrix(3, 1), new Matrix(4, 1)))
      .toThrow("Cannot step without an image: call withContext(v) first");
  });

  it("withContext() refuses an image of another size, or with NaN", () => {
    const cell = new CaptionCell(3, 4, 2, seeded(1));
    expect(() => cell.withContext(new Matrix(5, 1)))
      .toThrow("Cannot set the image: v must be 2×1, got 5×1");
    expect(() => cell.withContext(Matrix.column([1, NaN]))).toThrow("v must be finite, got NaN");
  });
});
