import * as Plot from "@observablehq/plot";
import { extent } from "../extent.ts";
import { type ChartOptions, sizeAndMargins, yAxis } from "./axes.ts";
import { checkDomain, checkLine, checkPlaces } from "./checks.ts";
import { type ReferenceLine, referenceMarks } from "./charts.ts";
import type { Figure } from "./figure.ts";
import { significant } from "./format.ts";
import { type GroupedPoint, groupPoints, legendMarks } from "./groups.ts";
import { plotFigure } from "./plot_figure.ts";

/** A result of one training run, such as an accuracy, with its interval. */
export interface Interval extends GroupedPoint {
  /** The result and the ends of its interval in the unit of the y axis. */
  y: number;
  low: number;
  high: number;
}

/** Options of an interval chart. */
export interface IntervalOptions extends ChartOptions {
  /** The ends of the y axis; 0 and 1 by default. */
  domain?: [number, number];
  /** A dashed line to compare with. */
  reference?: ReferenceLine;
}

/**
 * Draws each result as a dot on its error bar, groups along x, the series of a group side by side. Throws RangeError if
 * there are no results, if a result lies outside its interval, or if a number, `domain`, or `reference` is not finite.
 */
export function intervalChart(results: Interval[], options: IntervalOptions): Figure {
  if (results.length === 0) {
    throw new RangeError("Cannot draw an interval chart: there are no results");
  }
  const bad = results.find(({ low, y, high }) => !(low <= y && y <= high));
  if (bad) {
    throw new RangeError(
      `Cannot draw ${bad.y}: it is outside its interval ${bad.low} to ${bad.high}`,
    );
  }
  for (const { low, high } of results) checkPlaces({ low, high });
  const { title, reference, domain = [0, 1] } = options;
  checkDomain(domain);
  checkLine("reference", reference);
  const { groups, names, marginBottom, axis, x, color } = groupPoints(results, options);
  return plotFigure({
    title,
    alt: options.alt ?? `Dots with intervals: ${title}. ${summarize(results, groups, names)}`,
    data: { list: results, reference },
    ...{ ...sizeAndMargins(options), marginBottom },
    marginTop: 36,
    marginRight: 20,
    x: axis,
    y: { ...yAxis(options), domain },
    marks: [
      ...referenceMarks(reference, -0.5),
      Plot.ruleX(results, { x, y1: "low", y2: "high", stroke: color, strokeWidth: 2 }),
      Plot.dot(results, { x, y: "y", r: 3, fill: color }),
      ...legendMarks(names, names.map((name) => `● ${name}`), 130),
    ],
  });
}

function summarize(results: Interval[], groups: Interval["group"][], names: string[]): string {
  return groups.map((group) => {
    const ranges = names.flatMap((name) => {
      const own = results.filter((result) => result.group === group && result.series === name);
      const [least, greatest] = extent(own.map(({ y }) => y));
      return own.length === 0 ? [] : [`${name} ${significant(least)} to ${significant(greatest)}`];
    });
    return `${group}: ${ranges.join(", ")}`;
  }).join("; ");
}
