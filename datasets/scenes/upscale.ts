import { Matrix } from "../../lib/matrix.ts";
import { type Digit, DIGIT_SIDE } from "./digits.ts";

/** How digits are enlarged. */
export interface UpscaleOptions {
  /** The side of the picture in pixels. */
  side: number;
  /** From which grey level on a pixel is ink, 0 to 1. */
  threshold: number;
  /** By how many pixels all of it is moved to the right and down. */
  shift?: [right: number, down: number];
}

/**
 * A digit at side×side pixels, bilinear between the centres of its own 8×8, then ink where the grey level is above the
 * threshold: side²×1 of zeros and ones. What a shift uncovers is paper. Throws RangeError for a side that isn't whole and above zero.
 */
export function upscale({ image }: Digit, options: UpscaleOptions): Matrix {
  const { side, threshold, shift: [right, down] = [0, 0] } = options;
  if (!(Number.isInteger(side) && side > 0)) {
    throw new RangeError(`Cannot enlarge a digit to a side of ${side}`);
  }
  const out = new Matrix(side * side, 1);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const [y, x] = [i - down, j - right];
      if (x < 0 || y < 0 || x >= side || y >= side) continue;
      const grey = between(image, (y + 0.5) / side, (x + 0.5) / side);
      out.data[i * side + j] = grey > threshold ? 1 : 0;
    }
  }
  return out;
}

/** The grey level at a place of the digit, 0 to 1 down and across. */
function between(image: Matrix, down: number, across: number): number {
  const [y, x] = [down, across].map((share) =>
    Math.min(DIGIT_SIDE - 1, Math.max(0, share * DIGIT_SIDE - 0.5))
  );
  const [top, left] = [y, x].map(Math.floor), [v, u] = [y - top, x - left];
  const at = (i: number, j: number) =>
    image.data[Math.min(i, DIGIT_SIDE - 1) * DIGIT_SIDE + Math.min(j, DIGIT_SIDE - 1)];
  const above = (1 - u) * at(top, left) + u * at(top, left + 1);
  const below = (1 - u) * at(top + 1, left) + u * at(top + 1, left + 1);
  return (1 - v) * above + v * below;
}
