import * as Plot from "@observablehq/plot";
import { type ChartOptions, frame, powerOfTen, xAxis, yAxis } from "./axes.ts";
import { colorOf, wordColor } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { plot } from "./plot.ts";

/** One training: where it stands, how it came out, and whether it reached what was asked for. */
export interface Seed {
  /** The group along the x axis, such as a length. */
  group: number | string;
  /** The series that gives the colour, such as a cell. */
  series: string;
  /** What the seed reached, in the y axis's unit. */
  y: number;
  /** Whether that counts as solved: a filled dot. */
  solved: boolean;
}

/** How seeds are drawn, on a log axis. */
export interface SeedOptions extends ChartOptions {
  /** The two ends of the y axis; what lies outside is drawn at its end. */
  domain: [number, number];
  /** A dashed line, and what stands at its right end. */
  limit?: { y: number; label: string };
}

const [BETWEEN, WITHIN] = [0.24, 0.035]; // of the distance between groups: from series to series, from seed to seed

/**
 * Every seed of an experiment as a dot: full where it solved the task, hollow where not. Groups stand along x, each with its
 * series side by side. Throws RangeError where there is nothing to draw or a value can't stand on a log axis.
 */
export function seedChart(seeds: Seed[], options: SeedOptions): Figure {
  if (seeds.length === 0) throw new RangeError("Cannot draw a chart of no seeds");
  const bad = seeds.find(({ y }) => !(y >= 0));
  if (bad) throw new RangeError(`Cannot draw a seed of ${bad.series}: it holds ${bad.y}`);
  const { title, domain: [low, high], limit } = options;
  const groups = [...new Set(seeds.map(({ group }) => group))];
  const names = [...new Set(seeds.map(({ series }) => series))];
  const places = placesOf(seeds, groups, names);
  const color = ({ series }: Seed) => colorOf(series, names);
  const shown = Array.from(
    seeds,
    (seed) => ({ ...seed, y: Math.min(high, Math.max(low, seed.y)) }),
  );
  return plot({
    title,
    alt: options.alt ?? `Dots of ${seeds.length} trainings: ${summary(seeds, groups, names)}`,
    data: seeds,
    ...frame(options),
    width: options.width ?? 720,
    height: options.height ?? 330,
    marginRight: 90,
    marginTop: 36,
    x: {
      ...xAxis(options),
      domain: [-0.5, groups.length - 0.5],
      ticks: groups.map((_, n) => n),
      tickFormat: (n: number) => String(groups[n]),
    },
    y: { ...yAxis(options), type: "log", domain: [low, high], tickFormat: powerOfTen },
    marks: [
      ...limitMarks(limit),
      Plot.dot(shown, {
        x: (_: Seed, n: number) => places[n],
        y: "y",
        r: 4,
        stroke: color,
        fill: (seed: Seed) => seed.solved ? color(seed) : "none",
      }),
      ...legend(names, [...names.map((name) => `● ${name}`), "○ not solved"]),
    ],
  });
}

/** Where each seed stands on the x axis: groups 1 apart, the series of one side by side. */
export function placesOf(
  seeds: Pick<Seed, "group" | "series">[],
  groups: Seed["group"][],
  names: string[],
): number[] {
  return seeds.map((seed, n) => {
    const alike = ({ group, series }: typeof seed) =>
      group === seed.group && series === seed.series;
    const [before, all] = [seeds.slice(0, n).filter(alike).length, seeds.filter(alike).length];
    const series = (names.indexOf(seed.series) - (names.length - 1) / 2) * BETWEEN;
    return groups.indexOf(seed.group) + series + (before - (all - 1) / 2) * WITHIN;
  });
}

function limitMarks(limit: SeedOptions["limit"]): Plot.Markish[] {
  if (!limit) return [];
  const place = {
    y: "y",
    text: "label",
    frameAnchor: "right",
    textAnchor: "start",
    dx: 8,
  } as const;
  return [
    Plot.ruleY([limit.y], { stroke: "currentColor", strokeDasharray: "6 4" }),
    Plot.text([limit], place),
  ];
}

/** Words over the right end of a chart, each with so much room in pixels, the first in the colours of the series. */
export function legend(names: string[], words: string[], room = 80): Plot.Markish[] {
  return words.map((text, n) =>
    Plot.text([text], {
      frameAnchor: "top-right",
      textAnchor: "start",
      dx: room * (n - words.length),
      dy: -24,
      text: (text: string) => text,
      fill: n < names.length ? wordColor(colorOf(names[n], names)) : "currentColor",
    })
  );
}

function summary(seeds: Seed[], groups: Seed["group"][], names: string[]): string {
  return groups.map((group) => {
    const counts = names.map((name) => {
      const own = seeds.filter((seed) => seed.group === group && seed.series === name);
      return `${name} ${own.filter(({ solved }) => solved).length} of ${own.length}`;
    });
    return `${group}: ${counts.join(", ")} solved`;
  }).join("; ");
}
