import * as Plot from "@observablehq/plot";
import { extent, largest } from "../extent.ts";
import {
  type ChartOptions,
  labelShifts,
  logAxis,
  sizeAndMargins,
  stepTicks,
  xAxis,
  yAxis,
} from "./axes.ts";
import { checkDomain, checkLine, checkPlaces } from "./checks.ts";
import { seriesColor, textColor } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { significant } from "./format.ts";
import { plotFigure } from "./plot_figure.ts";

/** A labelled, dashed horizontal line across a chart. */
export interface ReferenceLine {
  /** The text at the left end of the line. */
  label: string;
  /** Its height in the unit of the y axis. */
  y: number;
}

/** Options of a line chart. */
export interface LineOptions extends ChartOptions {
  /** The number of the first step; 1 by default. */
  from?: number;
  /** The positions of the points on the x axis, in place of step numbers. */
  xs?: ArrayLike<number>;
  /** Makes the y axis logarithmic, to base 10. */
  log?: boolean;
  /** The ends of the y axis; those of the data by default. Give one domain to charts that become frames. */
  domain?: [number, number];
  /** A dashed line to compare with. */
  reference?: ReferenceLine;
}

interface Point {
  x: number;
  y: number;
  name: string;
}

/**
 * Draws one line for each named series over steps 1, 2, … (or `from`, …, or `xs`), with its name at its end. Throws
 * RangeError if there is no series, or a series is empty, longer than `xs`, not finite, or not positive on a log axis; and
 * if a place or a size is not finite, or `domain` or `reference` is not positive on a log axis.
 */
export function lineChart(series: Record<string, ArrayLike<number>>, options: LineOptions): Figure {
  const { title, reference, log = false } = options;
  const names = Object.keys(series);
  if (names.length === 0) throw new RangeError("Cannot draw a line chart: there are no series");
  for (const name of names) checkValues(name, series[name], log);
  checkOptions(options);
  const points = names.flatMap((name) => pointsOf(name, series[name], options));
  const ends = names.map((name) => points.findLast((point) => point.name === name)!);
  return plotFigure({
    title,
    alt: options.alt ??
      `Line chart: ${title}. ${names.map((n) => summarize(n, series[n])).join("; ")}`,
    data: { series, reference },
    ...sizeAndMargins(options),
    marginRight: 20 + 8 * largest(names.map((name) => name.length)),
    x: {
      ...xAxis(options),
      ...(options.xs ? {} : { ticks: stepTicks(points.map(({ x }) => x)), tickFormat: "d" }),
    },
    y: {
      ...(log ? logAxis(options, options.domain ?? points.map(({ y }) => y)) : yAxis(options)),
      ...(options.domain && { domain: options.domain }),
    },
    marks: [
      ...referenceMarks(reference, extent(points.map(({ x }) => x))[0]),
      ...lines(points, ends, options),
    ],
  });
}

function checkOptions({ from, xs = [], log, domain, reference }: LineOptions): void {
  checkPlaces({ from });
  for (let n = 0; n < xs.length; n++) checkPlaces({ [`xs[${n}]`]: xs[n] });
  checkDomain(domain, log);
  checkLine("reference", reference, log);
}

function pointsOf(name: string, values: ArrayLike<number>, options: LineOptions): Point[] {
  const { xs, from = 1 } = options;
  if (xs && xs.length < values.length) {
    throw new RangeError(
      `Cannot draw ${name}: it has ${values.length} values for ${xs.length} positions`,
    );
  }
  return Array.from(values, (y, n) => ({ x: xs ? xs[n] : from + n, y, name }));
}

function lines(points: Point[], ends: Point[], options: LineOptions): Plot.Markish[] {
  const names = ends.map(({ name }) => name);
  const color = ({ name }: Point) => seriesColor(name, names);
  const shifts = labelShifts(heights(points, ends, options));
  const fill = (point: Point) => textColor(color(point));
  const text = { x: "x", y: "y", text: "name", textAnchor: "start", dx: 6, fill } as const;
  return [
    Plot.lineY(points, { x: "x", y: "y", z: "name", stroke: color, strokeWidth: 2 }),
    ...ends.map((end, n) => Plot.text([end], { ...text, dy: shifts[n] })),
  ];
}

/** Returns the heights of the lines' ends in pixels from the top. */
function heights(points: Point[], ends: Point[], { log, domain, height = 300 }: LineOptions) {
  const place = log ? Math.log : (y: number) => y;
  const [low, high] = extent((domain ?? points.map(({ y }) => y)).map(place));
  return ends.map(({ y }) => (height - 70) * (high - place(y)) / (high - low || 1));
}

const MOST_LABELS = 100; // below the bars

/**
 * Draws one bar for each value with its label, or at most 100 of the labels. Throws RangeError if there are no values, other
 * than labels, or one is not finite; and if the reference or the size is not finite.
 */
export function barChart(
  values: ArrayLike<number>,
  options: ChartOptions & { labels: string[]; reference?: ReferenceLine },
): Figure {
  const { labels, reference, title } = options;
  checkValues("bars", values, false);
  checkLine("reference", reference);
  if (labels.length !== values.length) {
    throw new RangeError(`Cannot draw ${values.length} bars: there are ${labels.length} labels`);
  }
  const bars = Array.from(values, (value, n) => ({ n, value })), places = bars.map(({ n }) => n);
  const every = Math.ceil(bars.length / MOST_LABELS);
  return plotFigure({
    title,
    alt: options.alt ?? `Bar chart: ${title}. ${summarize(options.y, values)}`,
    data: { values, labels, reference },
    ...sizeAndMargins(options),
    x: {
      type: "band",
      domain: places,
      ...xAxis(options),
      ticks: places.filter((n) => n % every === 0),
      tickFormat: (n: number) => labels[n],
    },
    y: yAxis(options),
    marks: [
      Plot.barY(bars, { x: "n", y: "value", fill: "#0072b2" }),
      Plot.ruleY([0]),
      ...referenceMarks(reference, 0),
    ],
  });
}

/** Returns the marks of a reference line whose label begins at `left`, or none without a reference. */
export function referenceMarks(reference: ReferenceLine | undefined, left: number): Plot.Markish[] {
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
      stroke: "var(--plot-background)", // otherwise a line behind the label would cross it out
      strokeWidth: 4,
    }),
  ];
}

function checkValues(name: string, values: ArrayLike<number>, log: boolean): void {
  if (values.length === 0) throw new RangeError(`Cannot draw ${name}: it is empty`);
  for (const value of Array.from(values)) {
    if (!Number.isFinite(value)) throw new RangeError(`Cannot draw ${name}: it contains ${value}`);
    if (log && value <= 0) {
      throw new RangeError(`Cannot draw ${name} on a log axis: it contains ${value}`);
    }
  }
}

function summarize(name: string, values: ArrayLike<number>): string {
  const list = Array.from(values), last = list.length - 1;
  const [first, end, least, most] = [list[0], list[last], ...extent(list)].map((value) =>
    significant(value)
  );
  return `${name}: ${list.length} values from ${first} to ${end}, least ${least}, most ${most}`;
}
