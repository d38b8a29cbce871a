import { Matrix } from "../../lib/matrix.ts";
import { choice } from "../../lib/random.ts";
import type { ImageShape } from "../../lib/autodiff/im2col.ts";
import { type Digit, DIGIT_SIDE, splitDigits } from "./digits.ts";
import { along, drawDigits, type PlacedDigit, whole } from "./places.ts";
import type { SceneOptions } from "./scene.ts";

/** The pixels of a strip. */
export const STRIP: ImageShape = { channels: 1, height: 12, width: 40 };

/** How many digits a strip holds at most. */
export const MOST_DIGITS = 3;

/** The class that says that there are no more digits. */
export const END_OF_STRIP = 10;

const GAP = 2; // pixels between two digits, at least

/** A picture of one to three digits beside each other, to be read from left to right. */
export interface Strip {
  /** 12×40 grey levels from 0 to 1, row by row: 480×1. */
  image: Matrix;
  /** From left to right. */
  digits: PlacedDigit[];
}

/** What strips to make. */
export interface StripOptions extends SceneOptions {
  /** How many digits a strip holds at most, 3 unless said. */
  most?: number;
}

/**
 * Strips of digits drawn from one part of them; each number of digits from 1 on is equally likely, each place is.
 * Throws RangeError for a count that isn't whole and above zero, and for a most outside 1 to 3.
 */
export function makeStrips(
  digits: Digit[],
  { count, split, random, most = MOST_DIGITS }: StripOptions,
): Strip[] {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`Cannot make ${count} strips`);
  if (!Number.isInteger(most) || most < 1 || most > MOST_DIGITS) {
    throw new RangeError(`Cannot make strips of up to ${most} digits: 1 to ${MOST_DIGITS} fit`);
  }
  const part = splitDigits(digits)[split], low = STRIP.height - DIGIT_SIDE;
  return Array.from({ length: count }, () => {
    const sizes = new Array(1 + whole(most, random)).fill(DIGIT_SIDE + GAP);
    const xs = along(sizes, STRIP.width + GAP, random);
    return renderStrip(
      xs.map((x) => ({ digit: choice(part, random), x, y: whole(low + 1, random) })),
    );
  });
}

/**
 * The strip of digits at given places. Throws RangeError unless there are one to three, for a digit off the field, and for
 * two less than 2 pixels apart.
 */
export function renderStrip(placed: PlacedDigit[]): Strip {
  if (placed.length < 1 || placed.length > MOST_DIGITS) {
    throw new RangeError(`Cannot put ${placed.length} digits on a strip: 1 to ${MOST_DIGITS} fit`);
  }
  const image = new Matrix(STRIP.height * STRIP.width, 1);
  drawDigits(image, STRIP.width, placed);
  const digits = placed.toSorted((a, b) => a.x - b.x);
  const close = digits.find(({ x }, n) => n > 0 && x - digits[n - 1].x < DIGIT_SIDE + GAP);
  if (close) {
    throw new RangeError(
      `Cannot place a digit at ${close.x}, ${close.y}: its neighbour is less than ${GAP} pixels away`,
    );
  }
  return { image, digits };
}

/**
 * What a reader of strips is to say: for each of `steps` steps the label of that digit of each strip, then the end, then −1.
 * Throws RangeError where a strip has more digits than steps.
 */
export function stripTargets(strips: Strip[], steps: number): Int32Array[] {
  const most = Math.max(...strips.map(({ digits }) => digits.length));
  if (most > steps) throw new RangeError(`Cannot read ${most} digits in ${steps} steps`);
  const said = ({ digits }: Strip, n: number) =>
    n < digits.length ? digits[n].digit.label : n === digits.length ? END_OF_STRIP : -1;
  return Array.from(
    { length: steps },
    (_, n) => Int32Array.from(strips, (strip) => said(strip, n)),
  );
}

/** Images of strips (480 × batch) at half the resolution, the mean of each 2×2 pixels: 120 × batch. */
export function downsample2x(images: Matrix): Matrix {
  const { height, width } = STRIP, B = images.cols, out = new Matrix(height * width / 4, B);
  if (images.rows !== height * width) {
    throw new RangeError(`Cannot halve ${images.shape}: strips have ${height * width} pixels`);
  }
  for (let n = 0; n < images.data.length; n++) {
    const b = n % B, pixel = (n - b) / B, x = pixel % width, y = (pixel - x) / width;
    out.data[((y >> 1) * (width / 2) + (x >> 1)) * B + b] += images.data[n] / 4;
  }
  return out;
}
