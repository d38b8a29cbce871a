import { largest } from "../../lib/extent.ts";
import { Matrix } from "../../lib/matrix.ts";
import { choice } from "../../lib/random.ts";
import type { ImageShape } from "../../lib/autodiff/im2col.ts";
import { checkCount, randomInt } from "../integers.ts";
import { type Digit, DIGIT_SIDE, splitDigits } from "./digits.ts";
import { drawDigits, type PlacedDigit, randomPositions } from "./places.ts";
import type { SceneOptions } from "./scene.ts";

/** The image shape of a strip. */
export const STRIP_SHAPE: ImageShape = { channels: 1, height: 12, width: 40 };

/** The largest number of digits in a strip. */
export const MAX_DIGITS = 3;

/** The class that means "no more digits". */
export const END_OF_STRIP = 10;

const GAP = 2; // the smallest distance of two digits, in pixels

/** An image of one to three digits, to be read from left to right. */
export interface Strip {
  /** 12×40 grey levels from 0 to 1, row by row: 480×1. */
  image: Matrix;
  /** From left to right. */
  digits: PlacedDigit[];
}

/** Options of `makeStrips`. */
export interface StripOptions extends SceneOptions {
  /** The largest number of digits in a strip; 3 by default. */
  maxDigits?: number;
}

/**
 * Generates strips of random digits from one part of the data set; the number of digits and their places are uniformly
 * distributed. Throws RangeError unless count is a positive integer and maxDigits is 1 to 3.
 */
export function makeStrips(
  digits: Digit[],
  { count, split, random, maxDigits = MAX_DIGITS }: StripOptions,
): Strip[] {
  checkCount(count, "strips");
  if (!Number.isInteger(maxDigits) || maxDigits < 1 || maxDigits > MAX_DIGITS) {
    throw new RangeError(
      `Cannot generate strips of up to ${maxDigits} digits: expected 1 to ${MAX_DIGITS}`,
    );
  }
  const part = splitDigits(digits)[split], maxY = STRIP_SHAPE.height - DIGIT_SIDE;
  return Array.from({ length: count }, () => {
    const sizes = new Array(1 + randomInt(maxDigits, random)).fill(DIGIT_SIDE + GAP);
    const xs = randomPositions(sizes, STRIP_SHAPE.width + GAP, random);
    return renderStrip(
      xs.map((x) => ({ digit: choice(part, random), x, y: randomInt(maxY + 1, random) })),
    );
  });
}

/**
 * Draws a strip of digits at given places. Throws RangeError unless there are one to three, all inside the image and at least
 * 2 pixels apart.
 */
export function renderStrip(placed: PlacedDigit[]): Strip {
  if (placed.length < 1 || placed.length > MAX_DIGITS) {
    throw new RangeError(
      `Cannot draw a strip of ${placed.length} digits: expected 1 to ${MAX_DIGITS}`,
    );
  }
  const image = new Matrix(STRIP_SHAPE.height * STRIP_SHAPE.width, 1);
  drawDigits(image, STRIP_SHAPE.width, placed);
  const digits = placed.toSorted((a, b) => a.x - b.x);
  const close = digits.find(({ x }, n) => n > 0 && x - digits[n - 1].x < DIGIT_SIDE + GAP);
  if (close) {
    throw new RangeError(
      `Cannot place a digit at ${close.x}, ${close.y}: digits must be at least ${GAP} pixels apart`,
    );
  }
  return { image, digits };
}

/**
 * Returns the target classes of each step for a batch of strips: the labels from left to right, then `END_OF_STRIP`, then −1 for
 * no target. Throws RangeError if a strip has more digits than `steps`.
 */
export function stripTargets(strips: Strip[], steps: number): Int32Array[] {
  const most = largest(strips.map(({ digits }) => digits.length));
  if (most > steps) {
    throw new RangeError(
      `Cannot make targets: expected strips of at most ${steps} digits, got ${most}`,
    );
  }
  const target = ({ digits }: Strip, n: number) =>
    n < digits.length ? digits[n].digit.label : n === digits.length ? END_OF_STRIP : -1;
  return Array.from(
    { length: steps },
    (_, n) => Int32Array.from(strips, (strip) => target(strip, n)),
  );
}

/**
 * Halves the resolution of strips: each pixel of the result (120 × batch) is the mean of 2×2 pixels (480 × batch). Throws
 * RangeError for images of another size.
 */
export function downsample2x(images: Matrix): Matrix {
  const { height, width } = STRIP_SHAPE, B = images.cols, out = new Matrix(height * width / 4, B);
  if (images.rows !== height * width) {
    throw new RangeError(`Cannot downsample ${images.shape}: expected ${height * width} rows`);
  }
  for (let n = 0; n < images.data.length; n++) {
    const b = n % B, pixel = (n - b) / B, x = pixel % width, y = (pixel - x) / width;
    out.data[((y >> 1) * (width / 2) + (x >> 1)) * B + b] += images.data[n] / 4;
  }
  return out;
}
