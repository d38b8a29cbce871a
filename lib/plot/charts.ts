import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { Figure } from "./figure.ts";
import { colorOf } from "./colors.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>") as unknown as Pick<
  Plot.PlotOptions,
  "document"
>;

/** What every chart asks for: a title that says what to see, and axes with units. */
export interface ChartOptions {
  title: string;
  x: string;
  y: string;
  /** The description; made from the data where it is not given. */
  alt?: string;
  width?: number;
  height?: number;
}

/** A dashed line across a chart, with its name. */
export interface Reference {
  label: string;
  y: number;
}

/** A free chart of Observable Plot as a figure; `title`, `alt` and `data` are the figure's. */
export function plot(
  options: Plot.PlotOptions & { title: string; alt: string; data: unknown },
): Figure {
  const { title, alt, data, ...rest } = options;
  const [width, height] = [rest.width ?? 640, rest.height ?? 300];
  const svg = Plot.plot({ ...rest, width, height, document });
  const body = svg.outerHTML.replace(/<style>[^]*?<\/style>/, "");
  return new Figure({ title, alt, data, width, height, body });
}

/**
 * Lines over steps 1, 2, … (or `from`), one for each named series, each with its name at its end.
 * Throws RangeError where there is nothing to draw or a value is not finite.
 */
export function lineChart(
  series: Record<string, ArrayLike<number>>,
  options: ChartOptions & { from?: number; log?: boolean; reference?: Reference },
): Figure {
  const { from = 1, log = false, reference, title, x, y } = options;
  const names = Object.keys(series);
  for (const name of names) checkValues(name, series[name], log);
  if (names.length === 0) throw new RangeError("Cannot draw a line chart of no series");
  const points = names.flatMap((name) =>
    Array.from(series[name], (value, n) => ({ step: from + n, value, name }))
  );
  const ends = names.map((name) => points.findLast((point) => point.name === name)!);
  return plot({
    title,
    alt: options.alt ?? `Line chart: ${title}. ${names.map((n) => range(n, series[n])).join("; ")}`,
    data: { series, reference },
    width: options.width,
    height: options.height,
    marginLeft: 60,
    marginRight: 20 + 8 * Math.max(...names.map((name) => name.length)),
    marginTop: 30,
    marginBottom: 40,
    x: {
      label: x,
      ticks: wholeSteps(from, points),
      tickFormat: "d",
      labelAnchor: "center",
      labelArrow: "none",
    },
    y: { label: y, grid: true, type: log ? "log" : "linear", labelArrow: "none" },
    marks: [
      ...referenceMarks(reference, from),
      Plot.lineY(points, {
        x: "step",
        y: "value",
        z: "name",
        stroke: ({ name }) => colorOf(name, names),
        strokeWidth: 2,
      }),
      Plot.text(ends, {
        x: "step",
        y: "value",
        text: "name",
        textAnchor: "start",
        dx: 6,
        fill: ({ name }) => colorOf(name, names),
      }),
    ],
  });
}

/** Bars, one for each value, under their labels; throws RangeError where labels are missing or a value is not finite. */
export function barChart(
  values: ArrayLike<number>,
  options: ChartOptions & { labels: string[]; reference?: Reference },
): Figure {
  const { labels, reference, title, x, y } = options;
  checkValues("bars", values, false);
  if (labels.length !== values.length) {
    throw new RangeError(`Cannot draw ${values.length} bars with ${labels.length} labels`);
  }
  const bars = Array.from(values, (value, n) => ({ n, value }));
  return plot({
    title,
    alt: options.alt ?? `Bar chart: ${title}. ${range(y, values)}`,
    data: { values, labels, reference },
    width: options.width,
    height: options.height,
    marginLeft: 60,
    marginTop: 30,
    marginBottom: 40,
    x: {
      type: "band",
      label: x,
      labelAnchor: "center",
      labelArrow: "none",
      tickFormat: (n: number) => labels[n],
    },
    y: { label: y, grid: true, labelArrow: "none" },
    marks: [
      Plot.barY(bars, { x: "n", y: "value", fill: "#0072b2" }),
      Plot.ruleY([0]),
      ...referenceMarks(reference, 0),
    ],
  });
}

/** Steps are whole: about ten of them get a number. */
function wholeSteps(from: number, points: { step: number }[]): number[] {
  const last = Math.max(...points.map(({ step }) => step));
  const every = Math.ceil((last - from + 1) / 12);
  return Array.from({ length: Math.floor((last - from) / every) + 1 }, (_, n) => from + n * every);
}

function referenceMarks(reference: Reference | undefined, left: number): Plot.Markish[] {
  if (!reference) return [];
  return [
    Plot.ruleY([reference.y], { stroke: "currentColor", strokeDasharray: "6 4", strokeWidth: 1.5 }),
    Plot.text([reference], {
      x: left,
      y: "y",
      text: "label",
      textAnchor: "start",
      dy: -8,
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
  const short = (value: number) => String(Number(value.toPrecision(3)));
  const [least, most] = [Math.min(...list), Math.max(...list)];
  const ends = `from ${short(list[0])} to ${short(list[list.length - 1])}`;
  return `${name}: ${list.length} values ${ends}, least ${short(least)}, most ${short(most)}`;
}
