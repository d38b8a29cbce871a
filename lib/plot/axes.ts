import type * as Plot from "@observablehq/plot";
import { extent } from "../extent.ts";
import { checkLengths } from "./checks.ts";
import type { FigureOptions } from "./figure.ts";
import { significant } from "./format.ts";

/** Options that every chart has: a title, and axes with units. */
export interface ChartOptions extends FigureOptions {
  /** The name of the x axis, with its unit. */
  x: string;
  /** The name of the y axis, with its unit. */
  y: string;
  /** The size in pixels. */
  width?: number;
  height?: number;
}

/** Returns the size and the margins of a chart. Throws RangeError unless the size is finite and positive. */
export function sizeAndMargins({ width, height }: ChartOptions) {
  checkLengths({ width, height });
  return { width, height, marginLeft: 60, marginTop: 30, marginBottom: 40 };
}

/** Returns the x axis, with its label in the middle and without an arrow. */
export function xAxis({ x }: ChartOptions) {
  return { label: x, labelAnchor: "center", labelArrow: "none" } as const;
}

/** Returns the y axis, with its label without an arrow, and a grid. */
export function yAxis({ y }: ChartOptions): Plot.ScaleOptions {
  return { label: y, grid: true, labelArrow: "none" };
}

/** Returns a logarithmic y axis with ticks at powers of ten, or at other numbers if no power lies among the values. */
export function logAxis(options: ChartOptions, values: number[]): Plot.ScaleOptions {
  const [low, high] = extent(values.map(Math.log10));
  const tickFormat = Math.floor(high) >= Math.ceil(low)
    ? powerOfTen
    : (value: number) => significant(value);
  return { ...yAxis(options), type: "log", tickFormat };
}

/** Formats a power of ten as 10⁻³, and other numbers as "". */
export function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(Math.log10(value) - exponent) > 1e-9) return "";
  return `10${Array.from(String(exponent), (c) => SUPERSCRIPTS[c]).join("")}`;
}

// deno-fmt-ignore
const SUPERSCRIPTS: Record<string, string> = {
  "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹",
};

/** Returns at most 12 ticks at whole, evenly spaced steps. */
export function stepTicks(steps: number[]): number[] {
  const [first, last] = extent(steps), every = Math.ceil((last - first + 1) / 12);
  const length = Math.floor((last - first) / every) + 1;
  return Array.from({ length }, (_, n) => first + n * every);
}

const LINE_HEIGHT = 14; // pixels from one label to the next

/** Returns for labels at the given heights, in pixels, the shifts downwards after which no two of them overlap. */
export function labelShifts(heights: number[]): number[] {
  const order = heights.map((_, n) => n).toSorted((a, b) => heights[a] - heights[b]);
  const placed = [...heights];
  order.forEach((n, i) => {
    if (i > 0) placed[n] = Math.max(placed[n], placed[order[i - 1]] + LINE_HEIGHT);
  });
  return placed.map((height, n) => height - heights[n]);
}
