import type { CustomOp } from "../../lib/autodiff/custom_op.ts";
import { type ImageShape, sizeOf } from "../../lib/autodiff/im2col.ts";

/** The side of what a glimpse gives, in numbers. */
export const GLIMPSE_SIDE = 8;

/** The maps of a glimpse: its middle at full resolution, and twice as much around it at half. */
export const GLIMPSE_SHAPE: ImageShape = { channels: 2, height: GLIMPSE_SIDE, width: GLIMPSE_SIDE };

/**
 * The sensor of Mnih et al. 2014, §3.1: of images (pixels × batch) and a location of each (y on x, from −1 to 1 across the
 * image) the 8×8 pixels around it, and the 16×16 around it as 8×8 means of 2×2; paper beyond the border. The location is
 * rounded to whole pixels, and no gradient goes to it. Throws RangeError for images of another size, for locations that
 * aren't 2 rows, and where one isn't finite.
 */
export function glimpseSensor(image: ImageShape): CustomOp {
  const { height, width } = image;
  return {
    rows(images, locations) {
      if (images.rows !== sizeOf(image)) {
        throw new RangeError(
          `Cannot look at images of ${images.rows} pixels: the sensor takes ${height}×${width}`,
        );
      }
      if (locations.rows === 2 && locations.cols === images.cols) return sizeOf(GLIMPSE_SHAPE);
      const asked = `${images.cols} images need 2×${images.cols}`;
      throw new RangeError(`Cannot look at ${locations.rows}×${locations.cols} places: ${asked}`);
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

/** The pixel where the window of a scale begins, [top, left]. */
function cornerOf(
  { height, width }: ImageShape,
  y: number,
  x: number,
  scale: number,
): [top: number, left: number] {
  if (!Number.isFinite(y + x)) throw new RangeError(`Cannot look at ${y}, ${x}`);
  const half = scale * GLIMPSE_SIDE / 2;
  return [Math.round(height * (1 + y) / 2 - half), Math.round(width * (1 + x) / 2 - half)];
}

/** The mean of size×size pixels from (y, x) on, those beyond the border 0. */
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
