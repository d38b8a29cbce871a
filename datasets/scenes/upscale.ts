import { Matrix } from "../../lib/matrix.ts";
import { type Digit, DIGIT_SIDE } from "./digits.ts";

/** Options of `upscale`. */
export interface UpscaleOptions {
  /** The side of the result, in pixels. */
  side: number;
  /** The grey level, 0 to 1, above which a pixel is ink. */
  threshold: number;
  /** A translation in pixels; zero by default. */
  shift?: [right: number, down: number];
}

/**
 * Enlarges a digit to side×side pixels by bilinear interpolation between pixel centres, then binarises it: side²×1 of zeros and
 * ones. Pixels that a shift uncovers are 0. Throws RangeError unless side is a positive integer, the threshold is 0 to 1, and
 * the shift is finite.
 */
export function upscale({ image }: Digit, options: UpscaleOptions): Matrix {
  const { side, threshold, shift: [right, down] = [0, 0] } = options;
  if (!(Number.isInteger(side) && side > 0)) {
    throw new RangeError(`Cannot upscale a digit to side ${side}: expected a positive integer`);
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(`Cannot upscale a digit: the threshold must be 0 to 1, got ${threshold}`);
  }
  if (!Number.isFinite(right + down)) {
    throw new RangeError(`Cannot upscale a digit: the shift must be finite, got ${right}, ${down}`);
  }
  const out = new Matrix(side * side, 1);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const [y, x] = [i - down, j - right];
      if (x < 0 || y < 0 || x >= side || y >= side) continue;
      const grey = bilinear(image, (y + 0.5) / side, (x + 0.5) / side);
      out.data[i * side + j] = grey > threshold ? 1 : 0;
    }
  }
  return out;
}

/** Interpolates the grey level at a point of the digit, from 0 to 1 down and across. */
function bilinear(image: Matrix, down: number, across: number): number {
  const [y, x] = [down, across].map((fraction) =>
    Math.min(DIGIT_SIDE - 1, Math.max(0, fraction * DIGIT_SIDE - 0.5))
  );
  const [top, left] = [y, x].map(Math.floor), [v, u] = [y - top, x - left];
  const at = (i: number, j: number) =>
    image.data[Math.min(i, DIGIT_SIDE - 1) * DIGIT_SIDE + Math.min(j, DIGIT_SIDE - 1)];
  const above = (1 - u) * at(top, left) + u * at(top, left + 1);
  const below = (1 - u) * at(top + 1, left) + u * at(top + 1, left + 1);
  return (1 - v) * above + v * below;
}
