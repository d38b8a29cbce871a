import * as Plot from "@observablehq/plot";
import { type ChartOptions, powerOfTen, sizeAndMargins, yAxis } from "./axes.ts";
import { checkDomain, checkLine } from "./checks.ts";
import { extent } from "../extent.ts";
import type { Figure } from "./figure.ts";
import { fourDigits } from "./format.ts";
import { type GroupedPoint, groupPoints, legendMarks } from "./groups.ts";
import { plotFigure } from "./plot_figure.ts";

/** The result of one training run. */
export interface TrainingRun extends GroupedPoint {
  /** The result in the unit of the y axis. */
  y: number;
  /** False if the run did not solve its task, which leaves its dot hollow. */
  solved?: boolean;
}

/** Options of a strip plot, whose y axis is logarithmic. */
export interface StripPlotOptions extends ChartOptions {
  /** The ends of the y axis; runs outside are drawn at the nearer end. */
  domain: [number, number];
  /** A dashed line with a label at its right end. */
  limit?: { y: number; label: string };
}

/**
 * Draws each run as a dot, hollow if it did not solve its task, with groups along x and the series of a group side by
 * side. Throws RangeError if there are no runs, if a result is negative or NaN, or if `domain` or `limit` is not finite and
 * positive.
 */
export function stripPlot(runs: TrainingRun[], options: StripPlotOptions): Figure {
  if (runs.length === 0) throw new RangeError("Cannot draw a strip plot: there are no runs");
  const bad = runs.find(({ y }) => !(y >= 0));
  if (bad) {
    throw new RangeError(
      `Cannot draw a run of ${bad.series}: its y must be 0 or above, got ${bad.y}`,
    );
  }
  const { title, domain: [low, high], limit } = options;
  checkDomain(options.domain, true);
  checkLine("limit", limit, true);
  const { groups, names, marginBottom, axis, x, color } = groupPoints(runs, options);
  const clamped = runs.map((run) => ({ ...run, y: Math.min(high, Math.max(low, run.y)) }));
  const fill = (run: TrainingRun) => run.solved === false ? "none" : color(run);
  const entries = names.map((name) => `● ${name}`);
  if (runs.some(({ solved }) => solved === false)) entries.push("○ not solved");
  return plotFigure({
    title,
    alt: options.alt ?? `Dots of ${runs.length} runs: ${summarize(runs, groups, names)}`,
    data: runs,
    ...{ ...sizeAndMargins(options), marginBottom },
    width: options.width ?? 720,
    height: options.height ?? 330,
    marginRight: 90,
    marginTop: 36,
    x: axis,
    y: { ...yAxis(options), type: "log", domain: [low, high], tickFormat: powerOfTen },
    marks: [
      ...limitMarks(limit),
      Plot.dot(clamped, { x, y: "y", r: 4, stroke: color, fill }),
      ...legendMarks(names, entries),
    ],
  });
}

function limitMarks(limit: StripPlotOptions["limit"]): Plot.Markish[] {
  if (!limit) return [];
  const text = { y: "y", text: "label", frameAnchor: "right", textAnchor: "start", dx: 8 } as const;
  return [
    Plot.ruleY([limit.y], { stroke: "currentColor", strokeDasharray: "6 4" }),
    Plot.text([limit], text),
  ];
}

function summarize(runs: TrainingRun[], groups: TrainingRun["group"][], names: string[]): string {
  const hasTask = runs.some(({ solved }) => solved !== undefined);
  return groups.map((group) => {
    const parts = names.flatMap((name) => {
      const own = runs.filter((run) => run.group === group && run.series === name);
      return own.length > 0 ? [`${name} ${hasTask ? solvedOf(own) : rangeOf(own)}`] : [];
    });
    return `${group}: ${parts.join(", ")}${hasTask ? " solved" : ""}`;
  }).join("; ");
}

function solvedOf(runs: TrainingRun[]): string {
  return `${runs.filter(({ solved }) => solved).length} of ${runs.length}`;
}

function rangeOf(runs: TrainingRun[]): string {
  return extent(runs.map(({ y }) => y)).map(fourDigits).join(" to ");
}
