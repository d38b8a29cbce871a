import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type Digit, upscale } from "rnn/data";
import { Matrix } from "rnn";
import { DIGIT_SIDE } from "../../../datasets/scenes/digits.ts";
import { digits } from "../digits.ts";

const digitOf = (ink: (row: number, col: number) => number): Digit => {
  const image = new Matrix(DIGIT_SIDE ** 2, 1);
  image.data.forEach((_, n) => image.data[n] = ink(Math.floor(n / DIGIT_SIDE), n % DIGIT_SIDE));
  return { line: 1, image, label: 0 };
};

describe("upscale()", () => {
  it("returns zeros and ones, and keeps uniform images uniform", () => {
    for (const digit of digits.slice(0, 50)) {
      const { data } = upscale(digit, { side: 16, threshold: 0.5 });
      expect(data.length).toBe(256);
      expect(data.every((ink) => ink === 0 || ink === 1)).toBe(true);
    }
    const inked = (ink: number) => upscale(digitOf(() => ink), { side: 16, threshold: 0.5 }).norm();
    expect([inked(0.4), inked(0.6)]).toEqual([0, 16]);
  });

  it("interpolates linearly between pixel centres", () => {
    const ramp = digitOf((_, col) => col / 7); // 0.5 at column 3.5, the middle
    const { data } = upscale(ramp, { side: 16, threshold: 0.5 });
    for (let row = 0; row < 16; row++) {
      expect(Array.from(data.slice(16 * row, 16 * row + 16)).join("")).toBe("0000000011111111");
    }
    const later = upscale(ramp, { side: 16, threshold: 0.58 }).data; // 0.536 at 8, 0.607 at 9
    expect(Array.from(later.slice(0, 16)).join("")).toBe("0000000001111111");
  });

  it("shifts to the right and down, and fills with zeros", () => {
    const all = digitOf(() => 1),
      { data } = upscale(all, { side: 4, threshold: 0.5, shift: [1, -1] });
    expect(Array.from(data).join("")).toBe("0111" + "0111" + "0111" + "0000");
  });

  it("refuses a threshold outside 0 … 1 and a shift that is not finite", () => {
    expect(() => upscale(digits[0], { side: 4, threshold: NaN }))
      .toThrow("Cannot upscale a digit: the threshold must be 0 to 1, got NaN");
    expect(() => upscale(digits[0], { side: 4, threshold: 0.5, shift: [0, NaN] }))
      .toThrow("Cannot upscale a digit: the shift must be finite, got 0, NaN");
  });

  it("refuses a side that is not a positive integer", () => {
    expect(() => upscale(digits[0], { side: 0, threshold: 0.5 }))
      .toThrow("Cannot upscale a digit to side 0: expected a positive integer");
  });
});
