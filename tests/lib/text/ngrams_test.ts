import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { ngramBits } from "rnn/text";

describe("ngramBits()", () => {
  it("agrees with counts made by hand", () => {
    // counted on 0 0 1: P(0) = (2 + 1/2) / 4, P(1) = (1 + 1/2) / 4
    const expected = -(Math.log2(2.5 / 4) + Math.log2(1.5 / 4)) / 2;
    expect(ngramBits([0, 0, 1], [0, 1], { order: 1, size: 2 })).toBeCloseTo(expected, 12);
    // P(1 | 0) = (1 + P(1)) / 3: after the one 0 that has a successor 0, and the one with 1
    const pair = -Math.log2((1 + 1.5 / 4) / 3);
    expect(ngramBits([0, 0, 1], [0, 1], { order: 2, size: 2 })).toBeCloseTo(pair, 12);
  });

  it("is log₂ V without training text, and its probabilities sum to one", () => {
    expect(ngramBits([], [0, 3, 2], { order: 1, size: 4 })).toBeCloseTo(2, 12);
    const text = [0, 1, 2, 0, 1, 0, 2, 2];
    const P = [0, 1, 2].map((c) => 2 ** -ngramBits(text, [0, 1, c], { order: 3, size: 3 }));
    expect(P.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it("throws if the order or the size is below 1, or the text too short", () => {
    expect(() => ngramBits([0], [0], { order: 0, size: 1 })).toThrow(
      "order must be a positive integer, got 0",
    );
    expect(() => ngramBits([0], [0], { order: 2, size: 1 })).toThrow(
      "at least 2 characters, got 1",
    );
    expect(() => ngramBits([0], [0], { order: 1, size: 0 })).toThrow(
      "size must be a positive integer, got 0",
    );
  });

  it("throws if a class is outside 0 … V − 1", () => {
    for (const bad of [2, -1, 0.5, NaN, 65536]) {
      const message = `Cannot count class ${bad}: it must be an integer from 0 to 1`;
      expect(() => ngramBits([0, bad], [0], { order: 1, size: 2 })).toThrow(message);
      expect(() => ngramBits([0], [0, bad], { order: 1, size: 2 })).toThrow(message);
    }
  });

  it("distinguishes all classes of a large vocabulary", () => {
    const size = 140_000, bits = (next: number) => ngramBits([1, 1, 1], [next], { order: 1, size });
    expect(bits(1)).toBeLessThan(1);
    expect(bits(65_537)).toBeCloseTo(Math.log2(4 * size), 12);
  });
});
