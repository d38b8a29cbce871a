import * as Plot from "@observablehq/plot";
import { cellColors, plotFigure } from "rnn/plot";
import { rasterize } from "../../lib/plot/rasterize.ts";
import { nameOf } from "./points.ts";
import type { Results } from "./report.ts";

/** Draws the training steps of all as bars on a log axis, a panel for each point. */
export async function drawSteps({ steps, ours }: Results, path: string): Promise<void> {
  const data = steps.flatMap(({ point, times }) =>
    Object.entries(times).flatMap(([name, seconds]) =>
      seconds === undefined ? [] : [{ name, point: nameOf(point), µs: seconds * 1e6 }]
    )
  );
  const figure = plotFigure({
    title: "µs of a training step, log axis: shorter is faster, ours in blue",
    alt: "Bars of a training step's time by library",
    data,
    width: 1100,
    height: 620,
    marginLeft: 170,
    fx: { label: null, domain: steps.map(({ point }) => nameOf(point)) },
    x: { type: "log", label: "µs", ticks: 3, tickFormat: "~s" },
    y: { label: null, domain: [...new Set(data.map(({ name }) => name))] },
    marks: [
      Plot.barX(data, {
        x1: 30,
        x2: "µs",
        y: "name",
        fx: "point",
        fill: (d: { name: string }) => ours.includes(d.name) ? cellColors.RNN : "#bbb",
      }),
      Plot.ruleX([30]),
    ],
  });
  const png = await rasterize(figure.svg("#111", "white", "DejaVu Sans"));
  await Deno.writeFile(path, Uint8Array.from(atob(png), (character) => character.charCodeAt(0)));
}
