import { choice, type Random } from "../../lib/random.ts";

/** A color as red, green and blue, from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** A picture behind the objects: a function of the place, made from two colors. */
export interface Background {
  readonly kind: "plain" | "gradient" | "stripes" | "checks" | "dots" | "clouds";
  readonly colors: readonly [Rgb, Rgb];
  /** The direction of a gradient or of stripes, in radians. */
  readonly angle: number;
  /** The size of the pattern, as a fraction of the picture's side. */
  readonly period: number;
  /** The seed of the clouds. */
  readonly seed: number;
}

const KINDS: Background["kind"][] = ["plain", "gradient", "stripes", "checks", "dots", "clouds"];

/** Samples a random background. The two colors of a pattern are similar, so that objects stand out. */
export function randomBackground(random: Random): Background {
  const kind = choice(KINDS, random);
  const hue = 360 * random(), saturation = 0.6 * random();
  const lightness = random() < 0.2 ? 0.15 + 0.2 * random() : 0.55 + 0.42 * random();
  const other = kind === "gradient" ? hue + 120 * (random() - 0.5) : hue + 30 * (random() - 0.5);
  const change = (random() < 0.5 ? -1 : 1) * (0.06 + 0.1 * random());
  const second = Math.min(1, Math.max(0, lightness + change));
  return {
    kind,
    colors: [toRgb(hue, saturation, lightness), toRgb(other, saturation, second)],
    angle: 2 * Math.PI * random(),
    period: 0.06 + 0.14 * random(),
    seed: Math.floor(2 ** 31 * random()),
  };
}

/** Draws a background of size×size pixels: 3 numbers from 0 to 255 for each, row by row. */
export function drawBackground(background: Background, size: number): Float32Array {
  const { colors: [first, second] } = background, pixels = new Float32Array(3 * size * size);
  for (let i = 0, n = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const share = shareAt(background, (j + 0.5) / size, (i + 0.5) / size);
      for (let c = 0; c < 3; c++, n++) pixels[n] = first[c] + share * (second[c] - first[c]);
    }
  }
  return pixels;
}

/** Returns the share of the second color. */
function shareAt({ kind, angle, period, seed }: Background, x: number, y: number): number {
  const half = (z: number) => Math.floor(z / period) & 1;
  switch (kind) {
    case "plain":
      return 0;
    case "gradient":
      return 0.5 + ((x - 0.5) * Math.cos(angle) + (y - 0.5) * Math.sin(angle)) /
          (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
    case "stripes":
      return half(x * Math.cos(angle) + y * Math.sin(angle));
    case "checks":
      return half(x) ^ half(y);
    case "dots":
      return Math.hypot(x / period % 1 - 0.5, y / period % 1 - 0.5) < 0.3 ? 1 : 0;
    case "clouds":
      return smoothNoise(x / period, y / period, seed);
  }
}

/** Returns value noise from 0 to 1: random numbers at the integer points, and smooth between them. */
function smoothNoise(x: number, y: number, seed: number): number {
  const i = Math.floor(x), j = Math.floor(y), u = smooth(x - i), v = smooth(y - j);
  const above = (1 - u) * hash(i, j, seed) + u * hash(i + 1, j, seed);
  const below = (1 - u) * hash(i, j + 1, seed) + u * hash(i + 1, j + 1, seed);
  return (1 - v) * above + v * below;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Returns a number from 0 to 1 that looks random. */
function hash(i: number, j: number, seed: number): number {
  let z = (seed + Math.imul(i, 0x9e3779b9) + Math.imul(j, 0x85ebca6b)) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
}

/** Converts hue (degrees), saturation and lightness (0 to 1) to RGB. */
function toRgb(hue: number, saturation: number, lightness: number): Rgb {
  const a = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((n) => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    return 255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  }) as unknown as Rgb;
}
