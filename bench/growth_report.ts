import * as Plot from "@observablehq/plot";
import { cellColors, type Figure, plotFigure } from "rnn/plot";
import { table, today, writeFigure, writeResults } from "./output.ts";

/** Sizes of the LSTM of which one is varied at a time. */
export const MIDDLE = { H: 128, B: 16, T: 50 };

/** A training step with one of the sizes changed. */
export interface GrowthRow {
  axis: string;
  value: number;
  /** µs for each character of each sequence: forward, backward and update. */
  token: number;
}

/** Cost of training on a text of this size. */
export interface TextRow {
  megabytes: number;
  /** Peak resident memory in MB. */
  memory: number;
  /** Seconds of the first pass over the text. */
  open: number;
  /** Milliseconds to read a batch. */
  batch: number;
}

/** Writes the part of bench/RESULTS.md about growth, and its figure. */
export async function writeGrowth(
  rows: GrowthRow[],
  texts: TextRow[],
  engine: string,
): Promise<void> {
  const figure = growthFigure(rows), { H, B, T } = MIDDLE;
  await writeFigure(figure, "growth.png");
  await writeResults({
    growth: `## Growth

Measured by \`deno task bench:growth\` on ${today()} with ${engine}. An LSTM with H ${H}, B ${B} and T ${T}, of which one size varies at a time. Times are in µs for each character of each sequence, including the update.

${
      table(
        ["size", "value", "µs per token"],
        rows.map(({ axis, value, token }) => [axis, value, token.toFixed(2)]),
      )
    }

![${figure.alt}](growth.png)

Training on a text that is read from disk (H 64, B 32, T 50, 200 steps): memory does not grow with the text, because only the part being read is in memory.

${
      table(
        ["text, MB", "peak resident memory, MB", "first pass, s", "reading a batch, ms"],
        texts.map(({ megabytes, memory, open, batch }) => [
          megabytes,
          memory.toFixed(0),
          open.toFixed(2),
          batch.toFixed(2),
        ]),
      )
    }`,
  });
}

function growthFigure(rows: GrowthRow[]): Figure {
  const panels = Object.keys(MIDDLE).map((axis) => {
    const points = rows.filter((row) => row.axis === axis);
    return `${axis}: ${
      points.map(({ value, token }) => `${value} → ${token.toFixed(2)}`).join(", ")
    }`;
  });
  return plotFigure({
    title: "Time per token of a training step by H, B and T",
    alt: `Line charts of µs per token. ${panels.join(". ")}`,
    data: rows,
    width: 860,
    marginTop: 40,
    height: 300,
    marginLeft: 50,
    fx: { label: null },
    x: { type: "log", label: "size", ticks: 4, tickFormat: "d" },
    y: { type: "log", label: "µs per token", grid: true },
    marks: [
      Plot.lineY(rows, {
        x: "value",
        y: "token",
        fx: "axis",
        stroke: cellColors.LSTM,
        marker: "dot",
      }),
    ],
  });
}
