import type { CustomOp } from "../../lib/autodiff/custom_op.ts";
import { type ImageShape, sizeOf } from "../../lib/autodiff/im2col.ts";

/** The side of each channel of a glimpse, in entries. */
export const GLIMPSE_SIDE = 8;

/** The shape of a glimpse: its centre at full resolution, and an area twice as wide and high at half. */
export const GLIMPSE_SHAPE: ImageShape = { channels: 2, height: GLIMPSE_SIDE, width: GLIMPSE_SIDE };

/**
 * Returns the glimpse sensor of Mnih et al. 2014, §3.1: from images (pixels × batch) and a location in each (y above x, from −1
 * to 1 across the image), the 8×8 pixels around it, and the 16×16 pixels around it as 8×8 means of 2×2, with zeros beyond the
 * border. The location is rounded to whole pixels, and no gradient flows back. Throws RangeError for images of another size
 * and for locations that aren't 2 × batch or aren't finite.
 */
export function glimpseSensor(image: ImageShape): CustomOp {
  const { height, width } = image;
  return {
    rows(images, locations) {
      if (images.rows !== sizeOf(image)) {
        throw new RangeError(
          `Cannot take a glimpse: expected images of ${height}×${width} pixels, got ${images.rows} rows`,
        );
      }
      if (locations.rows === 2 && locations.cols === images.cols) return sizeOf(GLIMPSE_SHAPE);
      throw new RangeError(
        `Cannot take a glimpse: locations must be 2×${images.cols}, got ${locations.rows}×${locations.cols}`,
      );
    },
    forward({ cols: B, data: out }, { data: pixels }, { data: at }) {
      for (let b = 0, n = 0; b < B; b++, n = 0) {
        for (const scale of [1, 2]) {
          const [top, left] = cornerOf(image, at[b], at[B + b], scale);
          for (let i = 0; i < GLIMPSE_SIDE; i++) {
            for (let j = 0; j < GLIMPSE_SIDE; j++, n++) {
              const [y, x] = [top + scale * i, left + scale * j];
              out[n * B + b] = meanOf(pixels, image, y, x, scale, b, B);
            }
          }
        }
      }
    },
  };
}

/** Returns the first pixel of the window of a scale. */
function cornerOf(
  { height, width }: ImageShape,
  y: number,
  x: number,
  scale: number,
): [top: number, left: number] {
  if (!Number.isFinite(y + x)) {
    throw new RangeError(`Cannot take a glimpse: the location must be finite, got ${y}, ${x}`);
  }
  const half = scale * GLIMPSE_SIDE / 2;
  return [Math.round(height * (1 + y) / 2 - half), Math.round(width * (1 + x) / 2 - half)];
}

/** Returns the mean of size×size pixels from (y, x) on, with zeros beyond the border. */
function meanOf(
  pixels: ArrayLike<number>,
  { height, width }: ImageShape,
  y: number,
  x: number,
  size: number,
  b: number,
  B: number,
): number {
  let sum = 0;
  for (let i = Math.max(0, y); i < Math.min(height, y + size); i++) {
    for (let j = Math.max(0, x); j < Math.min(width, x + size); j++) {
      sum += pixels[(i * width + j) * B + b];
    }
  }
  return sum / size ** 2;
}
