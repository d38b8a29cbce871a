import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { clipByNorm, clipByValue, globalNorm } from "rnn/train";
import { Matrix } from "rnn";

const dparams = { A: Matrix.of([[3, 0]]), b: Matrix.of([[-4]]) };

describe("clipping", () => {
  it("globalNorm() is over all matrices together, without overflow", () => {
    expect(globalNorm(dparams)).toBe(5);
    expect(globalNorm({ A: Matrix.of([[3e200]]), b: Matrix.of([[4e200]]) })).toBeCloseTo(
      5e200,
      -190,
    );
  });

  it("clipByNorm() keeps the direction and shortens what is too long", () => {
    const { A, b } = clipByNorm(dparams, 1);
    expect(A.at(0, 0)).toBeCloseTo(3 / 5, 15);
    expect(A.at(0, 1)).toBe(0);
    expect(b.at(0)).toBeCloseTo(-4 / 5, 15);
    expect(clipByNorm(dparams, 5)).toEqual(dparams);
    expect(globalNorm(clipByNorm(dparams, 0))).toBe(0);
  });

  it("clipByValue() holds each entry on its own", () => {
    const { A, b } = clipByValue(dparams, 3.5);
    expect([A.at(0, 0), A.at(0, 1), b.at(0)]).toEqual([3, 0, -3.5]);
  });

  it("refuses a negative threshold and NaN", () => {
    expect(() => clipByNorm(dparams, -1)).toThrow(
      "Cannot clip at -1: a threshold isn't negative",
    );
    expect(() => clipByValue(dparams, NaN)).toThrow(RangeError);
  });
});
