import { checkCounts } from "../checks.ts";
import { cellColors } from "../colors.ts";
import type { Figure, FigureOptions } from "../figure.ts";
import { diagram, Drawing, PHONE } from "./drawing.ts";
import { type Point, port, type Shape } from "./geometry.ts";
import { SMALL } from "./rich_text.ts";

/** Options of the diagram of a folded network. */
export interface FoldedLoopOptions extends FigureOptions {
  /** The number of time steps of the unrolled chain beside the loop, at most 8; no chain by default. */
  steps?: number;
  /** The cell, which sets the colour of the states: "RNN" by default. */
  cell?: "RNN" | "GRU" | "LSTM";
}

const [PITCH, LEVEL] = [72, 78]; // pixels from a state to the next, and to x and ŷ
const [MOST, IN_ROW] = [8, 4];

/**
 * Draws a recurrent network as a loop: x_t → h_t → ŷ_t, with an arrow Whh from h back to itself, and beside it, with `steps`,
 * the same network unrolled in time; on a phone below it. Throws RangeError unless `steps` is a positive integer up to 8.
 */
export function foldedLoop({ steps, cell = "RNN", ...options }: FoldedLoopOptions): Figure {
  if (steps !== undefined) checkCounts({ steps });
  if (steps !== undefined && steps > MOST) {
    throw new RangeError(`Cannot draw ${steps} steps: a chain beside a loop has 1 to ${MOST}`);
  }
  const tint = cellColors[cell], loop = folded(tint);
  const alt =
    "A recurrent network as a loop: x_t enters the state h_t through Wxh, the state enters itself at the next step " +
    "through Whh, and ŷ_t is computed from it through Why";
  if (steps === undefined) return diagram(options, { drawing: loop, alt, data: { cell } });
  const chain = unrolled(0, steps, tint), drawing = beside(loop, chain);
  const isWide = drawing.drawn.width > PHONE;
  return diagram(options, {
    ...{ drawing, narrow: isWide ? above(loop, steps, tint) : undefined },
    alt: `${alt}. Beside it the same network unrolled over ${steps} time steps`,
    data: { cell, steps },
  });
}

/** Draws h with x below, ŷ above, and a label for each weight at the first step. */
function column(drawing: Drawing, t: string, x: number, tint: string, named: boolean): Shape {
  const h = drawing.node(`h_{${t}}`, [x, 0], { kind: "operation", width: 38, tint });
  const input = drawing.node(`x_{${t}}`, [x, LEVEL], { kind: "variable" });
  const output = drawing.node(`ŷ_{${t}}`, [x, -LEVEL], { kind: "variable" });
  drawing.arrow(input, h);
  drawing.arrow(h, output);
  if (!named) return h;
  const style = { size: SMALL, anchor: "start" } as const;
  drawing.text("W_{xh}", [x + 6, 46], style);
  drawing.text("W_{hy}", [x + 6, -38], style);
  return h;
}

function folded(tint: string): Drawing {
  const drawing = new Drawing(), h = column(drawing, "t", 0, tint, true);
  const [start, end]: Point[] = [port(h, "right", 9), port(h, "right", -9)];
  drawing.curve([start, [start[0] + 46, 34], [end[0] + 46, -34], end], { color: tint, width: 2.5 });
  drawing.text("W_{hh}", [58, 5], { size: SMALL, anchor: "start" });
  return drawing;
}

/** Draws the steps after `from` up to `to`. */
function unrolled(from: number, to: number, tint: string): Drawing {
  const drawing = new Drawing();
  let before = drawing.node(`h_{${from}}`, [0, 0], { kind: "variable" });
  for (let t = from + 1; t <= to; t++) {
    const h = column(drawing, String(t), (t - from) * PITCH - 8, tint, t === 1);
    drawing.arrow(before, h, { color: tint, width: 2.5 });
    drawing.text("W_{hh}", [h.x - PITCH / 2, -9], { size: SMALL });
    before = h;
  }
  return drawing;
}

function beside(loop: Drawing, chain: Drawing): Drawing {
  const drawing = new Drawing(), gap = 34;
  drawing.add(loop, [0, 0]);
  const { right } = drawing.extent;
  drawing.text("=", [right + gap / 2, LEVEL + 15], { size: 20 });
  drawing.add(chain, [right + gap, 0]);
  return drawing;
}

/** Draws the loop above the chain, which is broken into rows. */
function above(loop: Drawing, steps: number, tint: string): Drawing {
  const drawing = new Drawing();
  drawing.add(loop, [0, 0]);
  for (let from = 0; from < steps; from += IN_ROW) {
    const row = unrolled(from, Math.min(from + IN_ROW, steps), tint);
    drawing.add(row, [0, drawing.extent.bottom + 28]);
  }
  return drawing;
}
