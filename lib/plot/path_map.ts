import { extent } from "../extent.ts";
import type { Matrix } from "../matrix.ts";
import { checkDomain, checkLengths } from "./checks.ts";
import { OVERFLOW_COLOR, sequential, sequentialRamp } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { minusSign } from "./format.ts";
import { pixelImage } from "./pixel_image.ts";
import { colorBar, END, label, rect, START } from "./svg.ts";

const MOST_RECTS = 50; // time steps above which the map is one image
const SIDE = 340;
const ZERO_COLOR = "rgb(190,190,190)";

/** Options of a path map. */
export interface PathMapOptions extends FigureOptions {
  /** The name of the norm above the colour bar; "‖term (t, k)‖" by default. */
  unit?: string;
  /** The name of the axis of k; "k, the step where the weights are used" by default. */
  x?: string;
  /** The ends of the colour scale, log₁₀; those of the data by default. Give the same to maps that are compared. */
  domain?: [number, number];
  /** The side of the map in pixels; 340 by default. */
  side?: number;
}

/**
 * Draws a t×k map of norms: the colour is log₁₀ of the entry in row t and column k ≤ t; zero is grey, Infinity has a colour
 * of its own. Above 50×50 it is one image. Throws RangeError if the table is not square, a norm is negative or NaN, or
 * `domain` or `side` is not finite.
 */
export function pathMap(table: Matrix, options: PathMapOptions): Figure {
  if (table.rows !== table.cols || table.rows === 0) {
    throw new RangeError(`Cannot draw a t×k map: the table must be square, got ${table.shape}`);
  }
  checkDomain(options.domain);
  checkLengths({ side: options.side });
  const T = table.rows;
  const domain = options.domain ?? logDomain(table);
  const color = (t: number, k: number) => colorAt(table.at(t, k), domain);
  const { side = SIDE } = options, [left, top] = [64, 8];
  const body = cells(T, left, top, side / T, color) +
    axes(T, left, top, side / T, options.x ?? "k, the step where the weights are used") +
    legend(left + side + 30, top, domain, options.unit ?? "‖term (t, k)‖");
  const alt = options.alt ?? `Map of ${T}×${T} norms, log₁₀ from ${domain[0].toFixed(1)} to ` +
      `${domain[1].toFixed(1)}: ${options.title}`;
  const data = { T, norms: table.data };
  const height = Math.max(side + 62, top + 322);
  return new Figure({ title: options.title, body, width: side + 300, height, alt, data });
}

function logDomain(table: Matrix): [number, number] {
  const logs = Array.from(table.data).filter((value) => value > 0 && value < Infinity)
    .map(Math.log10);
  if (logs.length === 0) return [-1, 0];
  const [low, high] = extent(logs);
  return high > low ? [low, high] : [low - 1, high];
}

function colorAt(value: number, [low, high]: [number, number]): string {
  if (!(value >= 0)) {
    throw new RangeError(`Cannot draw a t×k map: norms must be 0 or above, got ${value}`);
  }
  if (value === Infinity) return OVERFLOW_COLOR;
  return value === 0 ? ZERO_COLOR : sequential((Math.log10(value) - low) / (high - low));
}

type Color = (t: number, k: number) => string;

function cells(T: number, x: number, y: number, side: number, color: Color): string {
  if (T <= MOST_RECTS) return rects(T, x, y, side, color);
  const place = { x, y, width: T * side, height: T * side };
  return pixelImage(T, T, place, (t, k) => k <= t ? color(t, k) : undefined);
}

function rects(T: number, left: number, top: number, side: number, color: Color): string {
  const parts: string[] = [];
  for (let t = 0; t < T; t++) {
    for (let k = 0; k <= t; k++) {
      const [x0, x1] = [Math.round(left + k * side), Math.round(left + (k + 1) * side)];
      const [y0, y1] = [Math.round(top + t * side), Math.round(top + (t + 1) * side)];
      parts.push(rect(x0, y0, x1 - x0, y1 - y0, color(t, k)));
    }
  }
  return parts.join("");
}

function axes(T: number, left: number, top: number, side: number, x: string): string {
  const every = Math.max(1, Math.ceil(T / 10));
  const parts: string[] = [];
  for (let n = 0; n < T; n++) {
    if (n % every !== 0 && n !== T - 1) continue;
    if (n !== T - 1 && T - 1 - n < every) continue;
    parts.push(label(String(n + 1), left + (n + 0.5) * side, top + T * side + 16));
    parts.push(
      label(String(n + 1), left - 6, top + (n + 0.5) * side + 4, END),
    );
  }
  const middle = top + T * side / 2;
  parts.push(label(x, left + middle - top, top + T * side + 40));
  parts.push(
    label("t, the step of the loss", 0, 0, { transform: `translate(16,${middle}) rotate(-90)` }),
  );
  return parts.join("");
}

function legend(x: number, y: number, [low, high]: [number, number], unit: string): string {
  const at = (value: number, dy: number) =>
    label(minusSign(value.toFixed(1)), x + 24, y + dy, START);
  return label(`log₁₀ ${unit}`, x, y + 12, START) +
    colorBar(x, y + 24, [16, 4], sequentialRamp(60)) +
    at(high, 34) + at((low + high) / 2, 148) + at(low, 262) +
    rect(x, y + 284, 16, 12, ZERO_COLOR) +
    label("exactly zero", x + 24, y + 294, START) +
    rect(x, y + 302, 16, 12, OVERFLOW_COLOR) +
    label("overflow", x + 24, y + 312, START);
}
