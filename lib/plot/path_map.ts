import { extent } from "../extent.ts";
import type { Matrix } from "../matrix.ts";
import { checkIndex } from "../checks.ts";
import { checkDomain, checkLengths, checkOneEach } from "./checks.ts";
import { OVERFLOW_COLOR, sequential } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { minusSign, significant } from "./format.ts";
import { legendBelow, legendBeside, ZERO_COLOR } from "./path_legend.ts";
import { pixelImage } from "./pixel_image.ts";
import { element, END, label, rect } from "./svg.ts";

const MOST_RECTS = 50; // time steps above which the map is one image
const MOST_NUMBERS = 10; // of time steps along an axis
const NAME = 14; // pixels along an axis for the name of a time step

/** Options of a path map. */
export interface PathMapOptions extends FigureOptions {
  /** The name of the norm above the colour bar; "‖term (t, k)‖" by default. */
  unit?: string;
  /** The name of the axis of k; "k, the step where the weights are used" by default. */
  x?: string;
  /** The ends of the colour scale, log₁₀; those of the data by default. Give the same to maps that are compared. */
  domain?: [number, number];
  /** The side of the map in pixels; 340 by default, 300 if it is compact. */
  side?: number;
  /** The names of the time steps, such as letters; each square then has its own title, such as "t = 2 (b), k = 1 (a): 0.3". */
  steps?: string[];
  /** The entry (t, k) to frame, counted from 1. */
  mark?: [t: number, k: number];
  /** Makes the figure narrow, for a page on a phone: the legend is below the map. */
  compact?: boolean;
}

/**
 * Draws a t×k map of norms: the colour is log₁₀ of the entry in row t and column k ≤ t; zero is grey, Infinity has a colour
 * of its own. Above 50×50 it is one image. Throws RangeError if the table is not square, a norm is negative or NaN, `domain`
 * or `side` is not finite, there is not one name per time step, or `mark` is not an entry with k ≤ t.
 */
export function pathMap(table: Matrix, options: PathMapOptions): Figure {
  if (table.rows !== table.cols || table.rows === 0) {
    throw new RangeError(`Cannot draw a t×k map: the table must be square, got ${table.shape}`);
  }
  const { mark, compact = false, side = compact ? 300 : 340, unit = "‖term (t, k)‖" } = options;
  checkDomain(options.domain);
  checkLengths({ side });
  checkOneEach("steps", options.steps, table.rows, "time steps");
  if (mark) checkMark(mark, table.rows);
  const domain = options.domain ?? logDomain(table);
  const grid: Grid = { T: table.rows, left: compact ? 44 : 64, top: 8, side: side / table.rows };
  const [right, bottom] = [grid.left + side, grid.top + side];
  const body = squares(table, grid, domain, options.steps) + axes(grid, options) +
    (mark ? frame(mark, grid) : "") +
    (compact
      ? legendBelow(16, bottom + 54, domain, unit)
      : legendBeside(right + 30, grid.top, domain, unit));
  const alt = options.alt ?? `Map of ${grid.T}×${grid.T} norms, log₁₀ from ` +
      `${domain[0].toFixed(1)} to ${domain[1].toFixed(1)}: ${options.title}`;
  const size = compact
    ? { width: right + 16, height: bottom + 96 }
    : { width: side + 300, height: Math.max(side + 62, grid.top + 322) };
  const data = { T: grid.T, norms: table.data };
  return new Figure({ title: options.title, body, ...size, alt, data });
}

/** The place of the squares: their number per side, the upper left corner, and the side of one square, in pixels. */
interface Grid {
  T: number;
  left: number;
  top: number;
  side: number;
}

function checkMark([t, k]: [number, number], T: number): void {
  checkIndex("Cannot mark row t =", t, 1, T);
  checkIndex("Cannot mark column k =", k, 1, t);
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

function squares(table: Matrix, grid: Grid, domain: [number, number], names?: string[]): string {
  const color = (t: number, k: number) => colorAt(table.at(t, k), domain);
  const { T, left, top, side } = grid;
  if (T > MOST_RECTS) {
    const place = { x: left, y: top, width: T * side, height: T * side };
    return pixelImage(T, T, place, (t, k) => k <= t ? color(t, k) : undefined);
  }
  const parts: string[] = [];
  for (let t = 0; t < T; t++) {
    for (let k = 0; k <= t; k++) {
      const { x, y, width, height } = square(t, k, grid);
      const title = names && `t = ${t + 1} (${names[t]}), k = ${k + 1} (${names[k]}): ` +
          minusSign(significant(table.at(t, k)));
      parts.push(rect(x, y, width, height, color(t, k), title));
    }
  }
  return parts.join("");
}

/** Returns the square in row t and column k, counted from 0, with its corners at whole pixels. */
function square(t: number, k: number, { left, top, side }: Grid) {
  const [x0, x1] = [Math.round(left + k * side), Math.round(left + (k + 1) * side)];
  const [y0, y1] = [Math.round(top + t * side), Math.round(top + (t + 1) * side)];
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

/** Returns a frame around an entry in white between two lines of black, which is visible on every colour. */
function frame([t, k]: [number, number], grid: Grid): string {
  const place = square(t - 1, k - 1, grid);
  return [["#000", 5], ["#fff", 3]].map(([stroke, width]) =>
    element("rect", { ...place, fill: "none", stroke, "stroke-width": width })
  ).join("");
}

function axes({ T, left, top, side }: Grid, { steps, x }: PathMapOptions): string {
  const every = Math.max(1, Math.ceil(steps ? NAME / side : T / MOST_NUMBERS));
  const parts: string[] = [];
  for (let n = 0; n < T; n++) {
    if (n % every !== 0 && n !== T - 1) continue;
    if (n !== T - 1 && T - 1 - n < every) continue;
    const name = steps?.[n] ?? String(n + 1);
    parts.push(label(name, left + (n + 0.5) * side, top + T * side + 16));
    parts.push(label(name, left - 6, top + (n + 0.5) * side + 4, END));
  }
  const middle = top + T * side / 2;
  const below = x ?? "k, the step where the weights are used";
  parts.push(label(below, left + middle - top, top + T * side + 40));
  parts.push(
    label("t, the step of the loss", 0, 0, { transform: `translate(16,${middle}) rotate(-90)` }),
  );
  return parts.join("");
}
