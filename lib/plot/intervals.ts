import * as Plot from "@observablehq/plot";
import { type ChartOptions, frame, short, xAxis, yAxis } from "./axes.ts";
import { type Reference, referenceMarks } from "./charts.ts";
import { colorOf } from "./colors.ts";
import { legend, placesOf } from "./dots.ts";
import type { Figure } from "./figure.ts";
import { plot } from "./plot.ts";

/** A share that one training reached, and the ends of its interval. */
export interface Interval {
  /** The group along the x axis, such as a frame. */
  group: number | string;
  /** The series that gives the colour, such as a model. */
  series: string;
  y: number;
  low: number;
  high: number;
}

/** How intervals are drawn. */
export interface IntervalOptions extends ChartOptions {
  /** The ends of the y axis; 0 and 1 unless given. */
  domain?: [number, number];
  reference?: Reference;
}

/**
 * Every training as a dot on the bar of its interval, groups along x, each with its series side by side.
 * Throws RangeError where there is nothing to draw, and for an interval that doesn't hold its share.
 */
export function intervalChart(list: Interval[], options: IntervalOptions): Figure {
  if (list.length === 0) throw new RangeError("Cannot draw a chart of no intervals");
  const bad = list.find(({ low, y, high }) => !(low <= y && y <= high));
  if (bad) throw new RangeError(`Cannot draw ${bad.y} in the interval ${bad.low} to ${bad.high}`);
  const { title, reference, domain = [0, 1] } = options;
  const groups = [...new Set(list.map(({ group }) => group))];
  const names = [...new Set(list.map(({ series }) => series))];
  const places = placesOf(list, groups, names), x = (_: Interval, n: number) => places[n];
  const color = ({ series }: Interval) => colorOf(series, names);
  return plot({
    title,
    alt: options.alt ?? `Dots with intervals: ${title}. ${summary(list, groups, names)}`,
    data: { list, reference },
    ...frame(options),
    marginTop: 36,
    marginRight: 20,
    x: {
      ...xAxis(options),
      domain: [-0.5, groups.length - 0.5],
      ticks: groups.map((_, n) => n),
      tickFormat: (n: number) => String(groups[n]),
    },
    y: { ...yAxis(options), domain },
    marks: [
      ...referenceMarks(reference, -0.5),
      Plot.ruleX(list, { x, y1: "low", y2: "high", stroke: color, strokeWidth: 2 }),
      Plot.dot(list, { x, y: "y", r: 3, fill: color }),
      ...legend(names, names.map((name) => `● ${name}`), 130),
    ],
  });
}

function summary(list: Interval[], groups: Interval["group"][], names: string[]): string {
  return groups.map((group) => {
    const ranges = names.flatMap((name) => {
      const own = list.filter((one) => one.group === group && one.series === name);
      const ys = own.map(({ y }) => y);
      return ys.length === 0
        ? []
        : [`${name} ${short(Math.min(...ys))} to ${short(Math.max(...ys))}`];
    });
    return `${group}: ${ranges.join(", ")}`;
  }).join("; ");
}
