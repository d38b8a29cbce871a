import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { clipByNorm, clipByValue, globalNorm } from "rnn/train";
import { Matrix } from "rnn";

const dparams = { A: Matrix.of([[3, 0]]), b: Matrix.of([[-4]]) };

describe("globalNorm()", () => {
  it("is the norm over all matrices together, without overflow", () => {
    expect(globalNorm(dparams)).toBe(5);
    const huge = globalNorm({ A: Matrix.of([[3e200]]), b: Matrix.of([[4e200]]) });
    expect(huge / 5e200).toBeCloseTo(1, 12);
  });
});

describe("clipByNorm()", () => {
  it("shortens gradients above the threshold and keeps their direction", () => {
    const { A, b } = clipByNorm(dparams, 1);
    expect(A.at(0, 0)).toBeCloseTo(3 / 5, 15);
    expect(A.at(0, 1)).toBe(0);
    expect(b.at(0)).toBeCloseTo(-4 / 5, 15);
    expect(clipByNorm(dparams, 5)).toEqual(dparams);
    expect(globalNorm(clipByNorm(dparams, 0))).toBe(0);
  });

  it("throws if the threshold is negative", () => {
    expect(() => clipByNorm(dparams, -1)).toThrow(
      "Cannot clip: the threshold must be non-negative, got -1",
    );
  });
});

describe("clipByValue()", () => {
  it("clips each entry separately", () => {
    const { A, b } = clipByValue(dparams, 3.5);
    expect([A.at(0, 0), A.at(0, 1), b.at(0)]).toEqual([3, 0, -3.5]);
  });

  it("throws if the threshold is NaN", () => {
    expect(() => clipByValue(dparams, NaN)).toThrow(RangeError);
  });
});
