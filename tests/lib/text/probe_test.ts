import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { correlation, correlations, mostCorrelatedUnit, unitActivations } from "rnn/text";
import { Matrix, normal, RNNCell, seeded, unroll } from "rnn";

describe("correlation()", () => {
  it("agrees with values computed by hand", () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(correlation([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(0, 12);
    expect(correlation([1, 2, 4], [1, 3, 2])).toBeCloseTo(1 / Math.sqrt(14 / 3 * 2), 12);
  });

  it("is 0 if a series is constant, even where rounding makes the mean of equal numbers differ from them", () => {
    const constant = (value: number, count: number): number[] => new Array(count).fill(value);
    expect(correlation([1, 1], [0, 1])).toBe(0);
    expect(correlation(constant(0.1, 3), constant(0.1, 3))).toBe(0);
    expect(correlation(constant(0.1, 3), [1, 2, 3])).toBe(0);
    expect(correlation(constant(1.81, 1448), constant(0.576, 1448))).toBe(0);
  });

  it("never exceeds 1", () => {
    for (let seed = 0; seed < 500; seed++) {
      const { data } = normal(1)(7, 1, seeded(seed)), opposite = data.map((value) => -value);
      const same = correlation(data, data), other = correlation(data, opposite);
      expect(same <= 1 && other >= -1).toBe(true);
      expect([same, other].map((r) => Number(r.toFixed(12)))).toEqual([1, -1]);
    }
  });

  it("is 1 for equal series of tiny values, where a product of squares would underflow", () => {
    for (const tiny of [1e-90, 1e-200, 1e-300]) {
      expect(correlation([0, tiny, 3 * tiny], [0, tiny, 3 * tiny])).toBeCloseTo(1, 12);
    }
  });

  it("throws if the lengths differ or a sum of squares isn't finite", () => {
    expect(() => correlation([1, 2], [1])).toThrow(
      "Cannot correlate: the series must have one length of at least 2, got 2 and 1",
    );
    expect(() => correlation([NaN, 2], [1, 2]))
      .toThrow("Cannot correlate: the sums of squares must be finite, got NaN and 0.5");
    expect(() => correlation([0, 1e200], [1, 2])).toThrow("got Infinity and 0.5");
  });
});

describe("correlations()", () => {
  it("gives what correlation gives for each pair of rows, 0 for constant ones and 1 for tiny ones", () => {
    const A = normal(1)(3, 9, seeded(1)), B = normal(1)(4, 9, seeded(2));
    A.data.fill(0.1, 0, 9); // a constant row
    B.data.set(B.data.subarray(0, 9).map((value) => value * 1e-200));
    const R = correlations(A, B);
    expect(R.shape).toBe("3×4");
    const row = ({ data }: Matrix, i: number) => data.subarray(9 * i, 9 * i + 9);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 4; j++) {
        expect(R.at(i, j)).toBeCloseTo(correlation(row(A, i), row(B, j)), 12);
      }
    }
    expect(R.at(0, 0)).toBe(0);
  });

  it("throws if the numbers of columns differ or a row isn't finite", () => {
    expect(() => correlations(new Matrix(2, 3), new Matrix(2, 4))).toThrow(
      "Cannot correlate rows: both matrices must have the same number of columns, at least 2, got 2×3 and 2×4",
    );
    expect(() => correlations(Matrix.of([[1, 2], [NaN, 1]]), new Matrix(1, 2)))
      .toThrow("Cannot correlate row 1: its sum of squares must be finite, got NaN");
  });
});

describe("mostCorrelatedUnit()", () => {
  it("finds the unit that the feature is a linear function of, even with a negative slope", () => {
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

  it("throws if the trace is empty", () => {
    expect(() => mostCorrelatedUnit([], [])).toThrow("Cannot correlate units: the trace is empty");
  });
});
