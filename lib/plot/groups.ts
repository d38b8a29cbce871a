import * as Plot from "@observablehq/plot";
import { largest } from "../extent.ts";
import { type ChartOptions, xAxis } from "./axes.ts";
import { checkPlaces } from "./checks.ts";
import { seriesColor, textColor } from "./colors.ts";

/** A point of a chart with groups along the x axis. */
export interface GroupedPoint {
  /** The group, such as a sequence length. */
  group: number | string;
  /** The series, such as a cell, which determines the colour. */
  series: string;
}

// The largest distances between series and between points, and the width of all series, where groups are 1 apart.
const [SERIES_GAP, POINT_GAP, WIDTH] = [0.24, 0.035, 0.8];

/**
 * Returns the groups and series of points in order of appearance, with the x axis, positions and colours that show them.
 * Throws RangeError if a group is a number that is not finite.
 */
export function groupPoints<P extends GroupedPoint>(points: P[], options: ChartOptions) {
  for (const { group } of points) if (typeof group === "number") checkPlaces({ group });
  const groups = [...new Set(points.map(({ group }) => group))];
  const names = [...new Set(points.map(({ series }) => series))];
  const positions = dodge(points, groups, names);
  const lines = largest(groups.map((group) => String(group).split("\n").length));
  return {
    groups,
    names,
    /** Room for the names of the groups, which can have several lines, and for that of the axis. */
    marginBottom: 28 + 12 * lines,
    axis: {
      ...xAxis(options),
      domain: [-0.5, groups.length - 0.5],
      ticks: groups.map((_, n) => n),
      tickFormat: (n: number) => String(groups[n]),
    },
    x: (_: P, n: number) => positions[n],
    color: ({ series }: P) => seriesColor(series, names),
  };
}

/** Returns the position of each point on the x axis: groups are 1 apart, the series of a group are side by side. */
function dodge(points: GroupedPoint[], groups: GroupedPoint["group"][], names: string[]): number[] {
  const keyOf = ({ group, series }: GroupedPoint) =>
    groups.indexOf(group) * names.length + names.indexOf(series);
  const alike = Map.groupBy(points, keyOf), drawn = new Map<number, number>();
  const most = largest([...alike.values()].map(({ length }) => length));
  const seriesGap = Math.min(SERIES_GAP, WIDTH / names.length);
  const pointGap = Math.min(POINT_GAP, 0.85 * seriesGap / most);
  return points.map((point) => {
    const key = keyOf(point), before = drawn.get(key) ?? 0, all = alike.get(key)!.length;
    drawn.set(key, before + 1);
    const series = (names.indexOf(point.series) - (names.length - 1) / 2) * seriesGap;
    return groups.indexOf(point.group) + series + (before - (all - 1) / 2) * pointGap;
  });
}

/** Returns a legend above the right end of a chart, `spacing` pixels for each entry, the first in the series' colours. */
export function legendMarks(names: string[], entries: string[], spacing = 80): Plot.Markish[] {
  return entries.map((text, n) =>
    Plot.text([text], {
      frameAnchor: "top-right",
      textAnchor: "start",
      dx: spacing * (n - entries.length),
      dy: -24,
      text: (text: string) => text,
      fill: n < names.length ? textColor(seriesColor(names[n], names)) : "currentColor",
    })
  );
}
