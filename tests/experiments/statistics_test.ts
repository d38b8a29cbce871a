import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, seeded } from "rnn";
import { accuracyOf, interval, mean, share } from "../../experiments/statistics.ts";

describe("mean(), share() and interval()", () => {
  it("agree with values computed by hand", () => {
    expect([mean([1, 2, 6]), share([true, false])]).toEqual([3, 0.5]);
    expect(interval([0.1, 0.1, 0.1], seeded(1)).map((end) => end.toFixed(12)))
      .toEqual(["0.100000000000", "0.100000000000"]);
    const [low, high] = interval(Array.from({ length: 100 }, (_, n) => n % 2 === 0), seeded(1));
    expect(low < 0.5 && 0.5 < high && high - low < 0.25).toBe(true);
  });

  it("refuse an empty list", () => {
    expect(() => mean([])).toThrow("Cannot compute the mean of 0 values");
    expect(() => share([])).toThrow(RangeError);
    expect(() => interval([], seeded(1))).toThrow(RangeError);
  });
});

describe("accuracyOf()", () => {
  it("is the share of correct columns, also for more classes than a function can take arguments", () => {
    expect(accuracyOf(Matrix.of([[1, 2], [3, 0]]), [1, 1])).toBe(0.5);
    const many = new Matrix(130_000, 1);
    many.data[7] = 1;
    expect(accuracyOf(many, [7])).toBe(1);
    expect(() => accuracyOf(Matrix.of([[NaN]]), [0])).toThrow("scores must be finite, got NaN");
  });
});
