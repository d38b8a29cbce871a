import * as Plot from "@observablehq/plot";
import { type ChartOptions, frame, short, xAxis, yAxis } from "./axes.ts";
import { colorOf } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { plot } from "./plot.ts";

/** A measured value with its interval. */
export interface Measured {
  /** The group along the x axis, which also gives the colour. */
  series: string;
  y: number;
  low: number;
  high: number;
}

const APART = 0.12; // of the distance between groups, from one value to the next

/**
 * Every value as a dot with its interval, those of one series side by side. Throws RangeError for none, and for a value
 * that isn't finite or lies outside its interval.
 */
export function intervalChart(values: Measured[], options: ChartOptions): Figure {
  if (values.length === 0) throw new RangeError("Cannot draw a chart of no values");
  for (const { series, y, low, high } of values) {
    if (low <= y && y <= high && Number.isFinite(high - low)) continue;
    throw new RangeError(`Cannot draw ${series}: ${y} with an interval from ${low} to ${high}`);
  }
  const names = [...new Set(values.map(({ series }) => series))];
  const color = ({ series }: Measured) => colorOf(series, names);
  const shown = values.map((value, n) => ({ ...value, x: placeOf(values, names, n) }));
  return plot({
    title: options.title,
    alt: options.alt ?? `Dots with intervals: ${options.title}. ${summary(values, names)}`,
    data: values,
    ...frame(options),
    x: {
      ...xAxis(options),
      domain: [-0.5, names.length - 0.5],
      ticks: names.map((_, n) => n),
      tickFormat: (n: number) => names[n],
    },
    y: yAxis(options),
    marks: [
      Plot.ruleX(shown, { x: "x", y1: "low", y2: "high", stroke: color, strokeWidth: 2 }),
      Plot.dot(shown, { x: "x", y: "y", r: 5, fill: color }),
    ],
  });
}

function placeOf(values: Measured[], names: string[], n: number): number {
  const { series } = values[n], alike = (value: Measured) => value.series === series;
  const [before, all] = [values.slice(0, n).filter(alike).length, values.filter(alike).length];
  return names.indexOf(series) + (before - (all - 1) / 2) * APART;
}

function summary(values: Measured[], names: string[]): string {
  return names.map((name) => {
    const own = values.filter(({ series }) => series === name);
    return `${name} ${own.map(({ y }) => short(y)).join(", ")}`;
  }).join("; ");
}
