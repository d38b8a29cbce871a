import * as Plot from "@observablehq/plot";
import {
  type ChartOptions,
  frame,
  logAxis,
  short,
  spread,
  wholeSteps,
  xAxis,
  yAxis,
} from "./axes.ts";
import { colorOf, wordColor } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { plot } from "./plot.ts";

/** A dashed line across a chart, with its name. */
export interface Reference {
  /** What stands beside the line. */
  label: string;
  /** Where it crosses the y axis, in that axis's unit. */
  y: number;
}

/** How lines are drawn: steps count from `from`, or stand at `xs`; `log` makes the y axis logarithmic. */
export interface LineOptions extends ChartOptions {
  /** The number of the first step; 1 unless given. */
  from?: number;
  /** Where the points stand on the x axis, in place of step numbers. */
  xs?: ArrayLike<number>;
  /** Whether the y axis is log₁₀. */
  log?: boolean;
  /** The ends of the y axis; those of the data unless given. Frames need one domain. */
  domain?: [number, number];
  /** A dashed line to compare with. */
  reference?: Reference;
}

interface Point {
  x: number;
  y: number;
  name: string;
}

/**
 * Lines over steps 1, 2, … (or `from`, or at `xs`), one for each named series, each with its name at its end.
 * Throws RangeError where there is nothing to draw, a value is not finite, or not above zero on a log axis.
 */
export function lineChart(series: Record<string, ArrayLike<number>>, options: LineOptions): Figure {
  const { title, reference, log = false } = options;
  const names = Object.keys(series);
  if (names.length === 0) throw new RangeError("Cannot draw a line chart of no series");
  for (const name of names) checkValues(name, series[name], log);
  const points = names.flatMap((name) => pointsOf(name, series[name], options));
  const ends = names.map((name) => points.findLast((point) => point.name === name)!);
  return plot({
    title,
    alt: options.alt ?? `Line chart: ${title}. ${names.map((n) => range(n, series[n])).join("; ")}`,
    data: { series, reference },
    ...frame(options),
    marginRight: 20 + 8 * Math.max(...names.map((name) => name.length)),
    x: {
      ...xAxis(options),
      ...(options.xs ? {} : { ticks: wholeSteps(points.map(({ x }) => x)), tickFormat: "d" }),
    },
    y: {
      ...(log ? logAxis(options, options.domain ?? points.map(({ y }) => y)) : yAxis(options)),
      ...(options.domain && { domain: options.domain }),
    },
    marks: [
      ...referenceMarks(reference, Math.min(...points.map(({ x }) => x))),
      ...lines(points, ends, options),
    ],
  });
}

function pointsOf(name: string, values: ArrayLike<number>, options: LineOptions): Point[] {
  const { xs, from = 1 } = options;
  if (xs && xs.length < values.length) {
    throw new RangeError(`Cannot draw ${name}: ${values.length} values at ${xs.length} places`);
  }
  return Array.from(values, (y, n) => ({ x: xs ? xs[n] : from + n, y, name }));
}

function lines(points: Point[], ends: Point[], options: LineOptions): Plot.Markish[] {
  const names = ends.map(({ name }) => name);
  const color = ({ name }: Point) => colorOf(name, names);
  const shifts = spread(heights(points, ends, options));
  const fill = (point: Point) => wordColor(color(point));
  const text = { x: "x", y: "y", text: "name", textAnchor: "start", dx: 6, fill } as const;
  return [
    Plot.lineY(points, { x: "x", y: "y", z: "name", stroke: color, strokeWidth: 2 }),
    ...ends.map((end, n) => Plot.text([end], { ...text, dy: shifts[n] })),
  ];
}

/** Where the names would stand, in pixels from the top. */
function heights(points: Point[], ends: Point[], { log, domain, height = 300 }: LineOptions) {
  const place = log ? Math.log : (y: number) => y;
  const ys = (domain ?? points.map(({ y }) => y)).map(place);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  return ends.map(({ y }) => (height - 70) * (high - place(y)) / (high - low || 1));
}

/** Bars, one for each value, under their labels; throws RangeError where labels are missing or a value is not finite. */
export function barChart(
  values: ArrayLike<number>,
  options: ChartOptions & { labels: string[]; reference?: Reference },
): Figure {
  const { labels, reference, title } = options;
  checkValues("bars", values, false);
  if (labels.length !== values.length) {
    throw new RangeError(`Cannot draw ${values.length} bars with ${labels.length} labels`);
  }
  const bars = Array.from(values, (value, n) => ({ n, value }));
  return plot({
    title,
    alt: options.alt ?? `Bar chart: ${title}. ${range(options.y, values)}`,
    data: { values, labels, reference },
    ...frame(options),
    x: { type: "band", ...xAxis(options), tickFormat: (n: number) => labels[n] },
    y: yAxis(options),
    marks: [
      Plot.barY(bars, { x: "n", y: "value", fill: "#0072b2" }),
      Plot.ruleY([0]),
      ...referenceMarks(reference, 0),
    ],
  });
}

/** A dashed line at a y with its words, which begin at an x; nothing without a reference. */
export function referenceMarks(reference: Reference | undefined, left: number): Plot.Markish[] {
  if (!reference) return [];
  return [
    Plot.ruleY([reference.y], { stroke: "currentColor", strokeDasharray: "6 4", strokeWidth: 1.5 }),
    Plot.text([reference], {
      x: left,
      y: "y",
      text: "label",
      textAnchor: "start",
      dy: -8,
      fill: "currentColor",
      stroke: "var(--plot-background)", // a line behind the words would cross them out
      strokeWidth: 4,
    }),
  ];
}

function checkValues(name: string, values: ArrayLike<number>, log: boolean): void {
  if (values.length === 0) throw new RangeError(`Cannot draw ${name}: it is empty`);
  for (const value of Array.from(values)) {
    if (!Number.isFinite(value)) throw new RangeError(`Cannot draw ${name}: it holds ${value}`);
    if (log && value <= 0) {
      throw new RangeError(`Cannot draw ${name} on a log axis: it holds ${value}`);
    }
  }
}

function range(name: string, values: ArrayLike<number>): string {
  const list = Array.from(values);
  const [least, most] = [Math.min(...list), Math.max(...list)];
  const ends = `from ${short(list[0])} to ${short(list[list.length - 1])}`;
  return `${name}: ${list.length} values ${ends}, least ${short(least)}, most ${short(most)}`;
}
