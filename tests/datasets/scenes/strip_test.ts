import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  END_OF_STRIP,
  imageColumns,
  makeStrips,
  renderStrip,
  type Split,
  splitDigits,
  type Strip,
  STRIP_SHAPE,
} from "rnn/data";
import { Matrix, seeded } from "rnn";
import { downsample2x, stripTargets } from "../../../datasets/scenes/strip.ts";
import { digits } from "../digits.ts";

const parts = splitDigits(digits);
const strips = (split: Split, count = 600, seed = 1) =>
  makeStrips(digits, { count, split, random: seeded(seed) });
const [first, second] = parts.train;

describe("makeStrips()", () => {
  it("draws one, two and three digits with equal frequency, from its split alone", () => {
    const lines = (list: Strip[]) =>
      new Set(list.flatMap(({ digits }) => digits.map(({ digit }) => digit.line)));
    const made = strips("test"), own = new Set(parts.test.map(({ line }) => line));
    expect([...lines(made)].every((line) => own.has(line))).toBe(true);
    expect(lines(made).isDisjointFrom(lines(strips("train")))).toBe(true);
    for (const count of [1, 2, 3]) {
      const share = made.filter(({ digits }) => digits.length === count).length / 600;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(0.06);
    }
  });

  it("places digits anywhere on the strip, at least two pixels apart", () => {
    const made = strips("train", 3000), placed = made.flatMap(({ digits }) => digits);
    const [xs, ys] = [placed.map(({ x }) => x), placed.map(({ y }) => y)];
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, 32]);
    expect([...new Set(ys)].sort()).toEqual([0, 1, 2, 3, 4]);
    const gaps = made.flatMap(({ digits }) => digits.slice(1).map(({ x }, n) => x - digits[n].x));
    expect(Math.min(...gaps)).toBe(10);
  });

  it("generates the same strips for the same seed, and others for another", () => {
    const image = (seed: number) => imageColumns(strips("train", 20, seed));
    expect(image(1)).toEqual(image(1));
    expect(image(1)).not.toEqual(image(2));
  });

  it("draws at most maxDigits digits, and refuses other options", () => {
    const options = { count: 50, split: "train", random: seeded(1) } as const;
    const ones = makeStrips(digits, { ...options, maxDigits: 1 });
    expect(ones.every(({ digits }) => digits.length === 1)).toBe(true);
    for (const maxDigits of [0, 4, 1.5, NaN]) {
      expect(() => makeStrips(digits, { ...options, maxDigits }))
        .toThrow(`Cannot generate strips of up to ${maxDigits} digits: expected 1 to 3`);
    }
    expect(() => makeStrips(digits, { ...options, count: 0 })).toThrow("Cannot generate 0 strips");
  });
});

describe("renderStrip()", () => {
  it("draws each digit at its place and lists them from left to right", () => {
    const { image, digits } = renderStrip([{ digit: first, x: 30, y: 4 }, {
      digit: second,
      x: 1,
      y: 0,
    }]);
    expect(digits.map(({ x }) => x)).toEqual([1, 30]);
    for (let n = 0; n < 64; n++) {
      const [i, j] = [Math.floor(n / 8), n % 8];
      expect(image.at((4 + i) * 40 + 30 + j)).toBe(first.image.at(n));
      expect(image.at(i * 40 + 1 + j)).toBe(second.image.at(n));
    }
    const ink = (A: Matrix) => A.data.reduce((sum, a) => sum + a, 0);
    expect(ink(image)).toBeCloseTo(ink(first.image) + ink(second.image), 10);
  });

  it("refuses none, four, digits outside the image and digits too close", () => {
    const at = (x: number, y: number) => ({ digit: first, x, y });
    expect(() => renderStrip([])).toThrow("Cannot draw a strip of 0 digits: expected 1 to 3");
    expect(() => renderStrip([0, 10, 20, 30].map((x) => at(x, 0)))).toThrow(
      "Cannot draw a strip of 4 digits",
    );
    expect(() => renderStrip([at(33, 0)])).toThrow(
      "Cannot place a digit at 33, 0: expected integers from 0 to 32 and from 0 to 4",
    );
    expect(() => renderStrip([at(0, 5)])).toThrow("Cannot place a digit at 0, 5");
    expect(() => renderStrip([at(0.5, 0)])).toThrow("Cannot place a digit at 0.5, 0");
    expect(() => renderStrip([at(9, 0), at(0, 0)]))
      .toThrow("Cannot place a digit at 9, 0: digits must be at least 2 pixels apart");
  });
});

describe("stripTargets()", () => {
  it("returns the labels from left to right, then the end, then no target", () => {
    const one = renderStrip([{ digit: second, x: 5, y: 1 }]);
    const two = renderStrip([{ digit: first, x: 20, y: 0 }, { digit: second, x: 0, y: 4 }]);
    expect(stripTargets([one, two], 4).map((row) => [...row])).toEqual([
      [second.label, second.label],
      [END_OF_STRIP, first.label],
      [-1, END_OF_STRIP],
      [-1, -1],
    ]);
    expect(() => stripTargets([two], 1)).toThrow("expected strips of at most 1 digits, got 2");
  });
});

describe("downsample2x()", () => {
  it("averages 2×2 pixels of each image", () => {
    const images = imageColumns(strips("train", 2)), half = downsample2x(images);
    expect(half.shape).toBe("120×2");
    for (const [y, x, b] of [[0, 0, 0], [3, 11, 1], [5, 19, 0]]) {
      const four = [0, 1, 40, 41].map((step) =>
        images.at(2 * y * STRIP_SHAPE.width + 2 * x + step, b)
      );
      expect(half.at(y * 20 + x, b)).toBeCloseTo(four.reduce((sum, p) => sum + p) / 4, 14);
    }
    expect(() => downsample2x(new Matrix(576, 1))).toThrow(
      "Cannot downsample 576×1: expected 480 rows",
    );
  });
});
