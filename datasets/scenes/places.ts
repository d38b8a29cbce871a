import type { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import { type Digit, DIGIT_SIDE } from "./digits.ts";

/** A digit and the pixel of the field where its upper left corner stands. */
export interface PlacedDigit {
  /** The digit. */
  digit: Digit;
  /** Pixels from the left. */
  x: number;
  /** Pixels from the top. */
  y: number;
}

/** Draws digits on a field of pixels, width to a row; throws RangeError for a digit off the field. */
export function drawDigits(image: Matrix, width: number, placed: PlacedDigit[]): void {
  const right = width - DIGIT_SIDE, low = image.rows / width - DIGIT_SIDE;
  for (const { digit, x, y } of placed) {
    if (!isWhole(x, right) || !isWhole(y, low)) {
      const field = right === low ? `0 to ${right}` : `0 to ${right}, 0 to ${low}`;
      throw new RangeError(`Cannot place a digit at ${x}, ${y}: the field is ${field}`);
    }
    for (let i = 0; i < DIGIT_SIDE; i++) {
      const line = digit.image.data.subarray(i * DIGIT_SIDE, (i + 1) * DIGIT_SIDE);
      image.data.set(line, (y + i) * width + x);
    }
  }
}

/** Where things of given sizes begin along a side, in order and apart: the room that is left is shared out by chance. */
export function along(sizes: number[], side: number, random: Random): number[] {
  const room = side - sizes.reduce((sum, size) => sum + size, 0);
  const gaps = sizes.map(() => whole(room + 1, random)).sort((a, b) => a - b);
  let used = 0;
  return sizes.map((size, n) => gaps[n] + (used += size) - size);
}

/** A whole number from 0, each below the bound equally likely. */
export function whole(below: number, random: Random): number {
  return Math.floor(below * random());
}

function isWhole(at: number, most: number): boolean {
  return Number.isInteger(at) && at >= 0 && at <= most;
}
