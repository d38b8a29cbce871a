import * as Plot from "@observablehq/plot";
import { cellColors, type Figure, plotFigure } from "rnn/plot";
import type { Results } from "./results.ts";
import { nameOf } from "./workloads.ts";

/** Draws the training steps as bars on a log axis, one panel for each workload. */
export function stepFigure({ steps, ours }: Results): Figure {
  const panels = steps.map(({ workload }) => nameOf(workload));
  const data = steps.flatMap(({ workload, times }) =>
    Object.entries(times).flatMap(([name, seconds]) =>
      seconds === undefined ? [] : [{ name, workload: nameOf(workload), µs: seconds * 1e6 }]
    )
  );
  return plotFigure({
    title: "Time of a training step in µs (log axis); this library in blue",
    alt: `Bar chart, log axis: time of a training step in µs by library, for ${panels.join("; ")}`,
    data,
    width: 1100,
    height: 620,
    marginLeft: 170,
    fx: { label: null, domain: panels },
    x: { type: "log", label: "µs", ticks: 3, tickFormat: "~s" },
    y: { label: null, domain: [...new Set(data.map(({ name }) => name))] },
    marks: [
      Plot.barX(data, {
        x1: 30,
        x2: "µs",
        y: "name",
        fx: "workload",
        fill: (d: { name: string }) => ours.includes(d.name) ? cellColors.RNN : "#bbb",
      }),
      Plot.ruleX([30]),
    ],
  });
}
