import type { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import { randomInt } from "../integers.ts";
import { type Digit, DIGIT_SIDE } from "./digits.ts";

/** A digit and the pixel of its upper left corner in an image. */
export interface PlacedDigit {
  /** The digit. */
  digit: Digit;
  /** Pixels from the left. */
  x: number;
  /** Pixels from the top. */
  y: number;
}

/** Copies digits into an image of `width` columns; throws RangeError for a digit that is not inside it. */
export function drawDigits(image: Matrix, width: number, placed: PlacedDigit[]): void {
  const maxX = width - DIGIT_SIDE, maxY = image.rows / width - DIGIT_SIDE;
  for (const { digit, x, y } of placed) {
    if (!isIndex(x, maxX) || !isIndex(y, maxY)) {
      const wanted = `expected integers from 0 to ${maxX} and from 0 to ${maxY}`;
      throw new RangeError(`Cannot place a digit at ${x}, ${y}: ${wanted}`);
    }
    for (let i = 0; i < DIGIT_SIDE; i++) {
      const line = digit.image.data.subarray(i * DIGIT_SIDE, (i + 1) * DIGIT_SIDE);
      image.data.set(line, (y + i) * width + x);
    }
  }
}

/** Returns random starts for segments of given sizes along a side, in order and without overlap. */
export function randomPositions(sizes: number[], side: number, random: Random): number[] {
  const free = side - sizes.reduce((sum, size) => sum + size, 0);
  const gaps = sizes.map(() => randomInt(free + 1, random)).sort((a, b) => a - b);
  let used = 0;
  return sizes.map((size, n) => gaps[n] + (used += size) - size);
}

function isIndex(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}
