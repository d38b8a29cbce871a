import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { crossEntropy, Matrix, softmax, squaredError } from "rnn";
import { settings } from "./cells/random_cell.ts";

describe("softmax()", () => {
  it("sums to 1 per column, even if the exponential would overflow", () => {
    const y = softmax(Matrix.of([[1000, 1], [0, 2]]));
    expect([...y.T.data].map((p) => p.toFixed(6)))
      .toEqual(["1.000000", "0.000000", "0.268941", "0.731059"]);
  });

  it("sums to 1 for any scores, and does not change if a constant is added to them", () => {
    // eighths, because their sums are exact
    const eighths = (max: number) => fc.integer({ min: -8 * max, max: 8 * max }).map((n) => n / 8);
    fc.assert(
      fc.property(fc.array(eighths(1e6), { minLength: 1 }), eighths(1e3), (scores, shift) => {
        const p = softmax(Matrix.column(scores));
        expect(Math.abs(p.data.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
        const shifted = softmax(Matrix.column(scores.map((score) => score + shift)));
        expect(p.subtract(shifted).norm()).toBe(0);
      }),
      settings,
    );
  });
});

describe("crossEntropy()", () => {
  it("refuses invalid targets and scores", () => {
    const scores = Matrix.column([1, 2, 3]);
    expect(() => crossEntropy(scores, 3))
      .toThrow("Cannot use target 3: it must be an integer from 0 to 2");
    expect(() => crossEntropy(scores, [0, 1]))
      .toThrow("Cannot compute the cross-entropy: the batch size is 1, got 2 targets");
    expect(() => crossEntropy(Matrix.column([NaN, 1]), 0))
      .toThrow("scores must be finite, got NaN");
  });
});

describe("squaredError()", () => {
  it("refuses outputs and targets with NaN, and other shapes", () => {
    const [good, bad] = [Matrix.column([1, 2]), Matrix.column([1, NaN])];
    expect(() => squaredError(bad, good)).toThrow("outputs must be finite, got NaN");
    expect(() => squaredError(good, bad)).toThrow("targets must be finite, got NaN");
    expect(() => squaredError(good, good.T)).toThrow("Cannot subtract 2×1 and 1×2");
    expect(() => squaredError(new Matrix(2, 0), new Matrix(2, 0)))
      .toThrow("Cannot compute the squared error of 0 sequences");
  });
});
