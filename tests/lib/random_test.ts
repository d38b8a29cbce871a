import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  choice,
  lecunNormal,
  type Matrix,
  normal,
  orthogonal,
  seeded,
  shuffle,
  singularValues,
  uniform,
} from "rnn";
import { extent } from "../../lib/extent.ts";

describe("seeded()", () => {
  it("draws the same numbers for the same seed, uniform in [0, 1)", () => {
    const [a, b] = [seeded(7), seeded(7)];
    const draws = Array.from({ length: 10000 }, a);
    expect(draws).toEqual(Array.from({ length: 10000 }, b));
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(Math.abs(draws.reduce((x, y) => x + y) / 10000 - 0.5)).toBeLessThan(0.015);
  });

  it("refuses a seed that is not an integer", () => {
    expect(() => seeded(1.5)).toThrow("Cannot seed with 1.5: the seed must be a safe integer");
  });
});

describe("choice()", () => {
  it("draws every element of a list, and refuses an empty list", () => {
    const random = seeded(1);
    const drawn = Array.from({ length: 100 }, () => choice(["a", "b", "c"], random));
    expect(new Set(drawn).size).toBe(3);
    expect(() => choice([], random)).toThrow("Cannot draw from an empty list");
  });
});

describe("shuffle()", () => {
  it("draws every order equally often, and does not change the list", () => {
    const random = seeded(1), list = ["a", "b", "c"], counts = new Map<string, number>();
    for (let n = 0; n < 6000; n++) {
      const order = shuffle(list, random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(list).toEqual(["a", "b", "c"]);
    expect(counts.size).toBe(6);
    // five standard deviations of a count of 1000
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });
});

describe("normal() and lecunNormal()", () => {
  it("have the right standard deviation, and refuse a negative one", () => {
    const deviation = (A: Matrix) => A.norm() / Math.sqrt(A.data.length);
    expect(Math.abs(deviation(normal(0.5)(100, 100, seeded(1))) - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(deviation(lecunNormal()(100, 100, seeded(1))) - 0.1)).toBeLessThan(0.004);
    expect(() => normal(-1)).toThrow(
      "Cannot draw weights: the standard deviation must be finite and non-negative, got -1",
    );
  });
});

describe("uniform()", () => {
  it("draws up to the limit on both sides, with the standard deviation limit / √3", () => {
    const W = uniform(0.3)(100, 100, seeded(1)), [low, high] = extent(W.data);
    expect([low >= -0.3, low < -0.29, high > 0.29, high <= 0.3]).toEqual([true, true, true, true]);
    expect(W.norm() / 100).toBeCloseTo(0.3 / Math.sqrt(3), 2);
  });

  it("refuses a limit that is negative or not finite", () => {
    for (const limit of [-1, Infinity, NaN]) {
      expect(() => uniform(limit)).toThrow(
        `Cannot draw weights: the limit must be finite and non-negative, got ${limit}`,
      );
    }
  });
});

describe("orthogonal()", () => {
  it("has singular values of gain for every shape", () => {
    for (const [rows, cols] of [[5, 5], [3, 6], [6, 3]]) {
      const values = singularValues(orthogonal(2)(rows, cols, seeded(1)));
      expect(values.every((s) => Math.abs(s - 2) < 1e-12)).toBe(true);
    }
  });

  it("refuses a source of randomness that repeats one number", () => {
    for (const number of [0, 0.3]) {
      expect(() => orthogonal()(3, 3, () => number))
        .toThrow("Cannot draw an orthogonal matrix: the random columns are linearly dependent");
    }
  });

  it("refuses a gain that is negative or not finite", () => {
    for (const gain of [NaN, Infinity, -1]) {
      expect(() => orthogonal(gain))
        .toThrow(`Cannot draw weights: the gain must be finite and non-negative, got ${gain}`);
    }
  });
});
