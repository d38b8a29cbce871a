import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { correlation, mostCorrelatedUnit, unitActivations } from "rnn/text";
import { normal, RNNCell, seeded, unroll } from "rnn";

describe("correlation()", () => {
  it("is 1, −1 and what a hand computes", () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(correlation([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(0, 12);
    expect(correlation([1, 2, 4], [1, 3, 2])).toBeCloseTo(1 / Math.sqrt(14 / 3 * 2), 12);
  });

  it("is 0 where a series never changes", () => {
    expect(correlation([1, 1], [0, 1])).toBe(0);
  });

  it("is 1 for like series however small they are", () => {
    expect(correlation([0, 1e-90, 3e-90], [0, 1e-90, 3e-90])).toBeCloseTo(1, 12);
  });

  it("refuses lengths that differ, and what isn't finite", () => {
    expect(() => correlation([1, 2], [1])).toThrow("Cannot correlate 2 values with 1");
    expect(() => correlation([NaN, 2], [1, 2]))
      .toThrow("Cannot correlate series whose squares sum to NaN and 0.5");
    expect(() => correlation([0, 1e200], [1, 2])).toThrow("sum to Infinity and 0.5");
  });
});

describe("mostAlike()", () => {
  it("finds the unit that the feature was made of, whatever its sign", () => {
    const random = seeded(1), cell = new RNNCell(2, 6, random);
    const xs = Array.from({ length: 20 }, () => normal(1)(2, 1, random));
    const trace = unroll(cell, xs);
    const found = mostCorrelatedUnit(
      trace,
      unitActivations(trace, 4).map((value) => 1 - 3 * value),
    );
    expect(found.unit).toBe(4);
    expect(found.correlation).toBeCloseTo(-1, 12);
  });

  it("refuses an empty trace", () => {
    expect(() => mostCorrelatedUnit([], [])).toThrow("Cannot look for a unit in an empty trace");
  });
});
