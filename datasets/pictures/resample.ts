import type { Sprite } from "../../lib/files/pictures.ts";

/** Pixels with premultiplied colors: 4 floats each, from 0 to 255, at an offset in a larger picture. */
export interface Patch {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly rgba: Float32Array;
}

/** The weights of input pixels from `start` on for one output pixel. */
interface Taps {
  readonly start: number;
  readonly weights: number[];
}

/**
 * Scales a sprite to a rectangle that may begin and end between pixels. Each output pixel is a weighted mean of the input below
 * a triangle as wide as two output pixels, or two input pixels if the sprite is enlarged, so that nothing is aliased. Outside the
 * sprite, everything is transparent.
 */
export function scaleSprite(
  sprite: Sprite,
  x: number,
  y: number,
  width: number,
  height: number,
  mirrored = false,
): Patch {
  const columns = tapsOf(x, width, sprite.width, mirrored);
  const rows = tapsOf(y, height, sprite.height, false);
  const [W, H] = [columns.taps.length, rows.taps.length];
  const wide = scaleRows(premultiply(sprite), sprite.width, sprite.height, columns.taps);
  const rgba = new Float32Array(4 * W * H);
  rows.taps.forEach(({ start, weights }, i) => {
    weights.forEach((weight, k) => {
      const from = 4 * W * (start + k), to = 4 * W * i;
      for (let n = 0; n < 4 * W; n++) rgba[to + n] += weight * wide[from + n];
    });
  });
  return { left: columns.first, top: rows.first, width: W, height: H, rgba };
}

/** Returns the sprite's pixels with colors multiplied by opacity. */
function premultiply({ rgba }: Sprite): Float32Array {
  const result = new Float32Array(rgba.length);
  for (let n = 0; n < rgba.length; n += 4) {
    const alpha = rgba[n + 3] / 255;
    result[n] = alpha * rgba[n];
    result[n + 1] = alpha * rgba[n + 1];
    result[n + 2] = alpha * rgba[n + 2];
    result[n + 3] = rgba[n + 3];
  }
  return result;
}

/** Scales each row. */
function scaleRows(rgba: Float32Array, width: number, height: number, taps: Taps[]): Float32Array {
  const W = taps.length, result = new Float32Array(4 * W * height);
  for (let j = 0; j < W; j++) {
    const { start, weights } = taps[j];
    for (let i = 0; i < height; i++) {
      const to = 4 * (i * W + j);
      for (let k = 0; k < weights.length; k++) {
        const from = 4 * (i * width + start + k), weight = weights[k];
        result[to] += weight * rgba[from];
        result[to + 1] += weight * rgba[from + 1];
        result[to + 2] += weight * rgba[from + 2];
        result[to + 3] += weight * rgba[from + 3];
      }
    }
  }
  return result;
}

/** Returns the first output pixel that a segment touches, and the taps of each output pixel. */
function tapsOf(
  start: number,
  length: number,
  inputs: number,
  mirrored: boolean,
): { first: number; taps: Taps[] } {
  const first = Math.floor(start), last = Math.max(first + 1, Math.ceil(start + length));
  const scale = inputs / length, radius = Math.max(1, scale);
  const taps = Array.from({ length: last - first }, (_, n) => {
    const at = (first + n + 0.5 - start) * scale;
    const center = (mirrored ? inputs - at : at) - 0.5; // in input pixels, of which the first is at 0
    return triangle(center, radius, inputs);
  });
  return { first, taps };
}

/** Returns the weights of a triangle around a center; those of missing pixels are lost, because these are transparent. */
function triangle(center: number, radius: number, inputs: number): Taps {
  const from = Math.ceil(center - radius), to = Math.floor(center + radius);
  const all = Array.from(
    { length: to - from + 1 },
    (_, k) => Math.max(0, 1 - Math.abs(from + k - center) / radius),
  );
  const sum = all.reduce((total, weight) => total + weight, 0);
  const start = Math.min(Math.max(from, 0), inputs),
    end = Math.max(start, Math.min(to + 1, inputs));
  return { start, weights: all.slice(start - from, end - from).map((weight) => weight / sum) };
}
