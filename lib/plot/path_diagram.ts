import type { Step } from "../cells/cell.ts";
import { checkFinite, checkIndex, checkOneSequence } from "../checks.ts";
import { checkLengths, checkOneEach } from "./checks.ts";
import { textColor } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { Drawing } from "./diagrams/drawing.ts";
import type { Point, Shape } from "./diagrams/geometry.ts";
import { FONT, richWidth, SMALL, type TextStyle } from "./diagrams/rich_text.ts";
import { stateBox } from "./diagrams/state_box.ts";
import { drawFactors, type Factors, PATH_COLORS } from "./diagrams/path_factors.ts";

/** Options of the diagram of a path. */
export interface PathDiagramOptions extends FigureOptions {
  /** The time step of the loss E_t, counted from 1. */
  t: number;
  /** The time step at which the weights are used, from 1 to t. */
  k: number;
  /** The name of the weights; "Whh" by default. */
  weights?: string;
  /** The input at each time step, drawn below it. */
  inputs?: string[];
  /** The width in pixels; 360 by default. */
  width?: number;
}

const [MARGIN, INSET, BOX, WIDEST, LOSS_AT, OUTPUT_AT] = [8, 10, 64, 34, -114, -72]; // pixels
const PALE = 0.35;

/** The places of the boxes h_0 … h_T, in pixels. */
interface Row {
  /** From one box to the next. */
  pitch: number;
  /** The width of a box. */
  box: number;
}

/**
 * Draws the path of one term of the gradient through the network unrolled in time: from the loss E_t to ŷ_t and h_t, back
 * through one Jacobian per time step to h_k, and from there to the weights, with its three factors below it and the term as
 * a product. Each box shows the entries of h as colours, blue below 0, orange above. A state that is more than h, as an
 * LSTM's, is called s. Throws RangeError if the trace is empty, has a batch of more than one sequence, or is not finite; if
 * t or k is not a time step, or k is after t; and unless there is one input per time step.
 */
export function pathDiagram(trace: Step[], options: PathDiagramOptions): Figure {
  const { title, t, k, weights = "Whh", width = 360 } = options;
  checkTrace(trace, options);
  const pitch = (width - 2 * (MARGIN + INSET)) / (trace.length + 0.5);
  const row = { pitch, box: Math.min(pitch / 2, WIDEST) }, drawing = new Drawing();
  const first = trace[0].statePrev.data.slice(-trace[0].h.rows);
  const columns = [first, ...trace.map(({ h }) => h.data)];
  const boxes = columns.map((h, j) => box(drawing, h, j, row, options));
  trace.forEach((_, n) => link(drawing, n + 1, boxes, options));
  lossPath(drawing, t, boxes[t]);
  weightsPath(drawing, weights, boxes[k], row);
  const state = trace[0].state.rows > trace[0].h.rows ? "s" : "h";
  drawing.reserve([0, 0], [width - 2 * MARGIN, 0]); // so that it is as wide as asked for
  const factors: Factors = { t, k, weights, state };
  drawFactors(drawing, factors, [boxes[k].x, boxes[t].x], width - 2 * MARGIN);
  const alt = options.alt ??
    `${trace.length} boxes in a row, one per time step. The path leads from the loss E_${t} to h_${t}, ` +
      (t > k ? `back to h_${k}, ` : "") + `and to the weights ${weights} at step ${k}: ${title}`;
  const data = { t, k, h: columns.map((h) => Array.from(h)) };
  return new Figure({ title, alt, data, ...drawing.drawn });
}

function checkTrace(trace: Step[], { t, k, inputs, width }: PathDiagramOptions): void {
  if (trace.length === 0) throw new RangeError("Cannot draw a path: the trace has no steps");
  checkOneSequence(trace[0]);
  checkLengths({ width });
  checkIndex("Cannot draw a path from step t =", t, 1, trace.length);
  checkIndex("Cannot draw a path to step k =", k, 1, t);
  checkOneEach("inputs", inputs, trace.length, "time steps");
  checkFinite(trace[0].statePrev, "state_0");
  trace.forEach(({ h }, n) => checkFinite(h, `h_${n + 1}`));
}

/** Draws h_j with its number and its input below it; faint if it is not on the path. */
function box(
  drawing: Drawing,
  h: Float64Array,
  j: number,
  { pitch, box }: Row,
  { t, k, inputs }: PathDiagramOptions,
): Shape {
  const x = INSET + j * pitch + box / 2, opacity = j >= k && j <= t ? 1 : PALE;
  drawing.text(String(j), [x, BOX / 2 + 16], { size: SMALL });
  const input = { plain: inputs?.[j - 1] ?? "" };
  drawing.text(input, [x, BOX / 2 + 34], { bold: true, size: SMALL });
  return stateBox(drawing, h, [x, 0], { width: box, height: BOX, opacity });
}

/** Draws the arrow between h_{j−1} and h_j: forward in grey, backward in colour if it is on the path. */
function link(drawing: Drawing, j: number, boxes: Shape[], { t, k }: PathDiagramOptions): void {
  const [before, after] = [boxes[j - 1], boxes[j]];
  if (j > k && j <= t) drawing.arrow(after, before, { color: PATH_COLORS.jacobians, width: 3 });
  else drawing.arrow(before, after, { opacity: PALE });
}

function lossPath(drawing: Drawing, t: number, { x, y, width, height }: Shape): void {
  const style = { ...inkOf("loss"), kind: "variable" } as const;
  const E = drawing.node(`E_{${t}}`, [x, LOSS_AT], style);
  const output = drawing.node(`ŷ_{${t}}`, [x, OUTPUT_AT], style);
  const stroke = { color: PATH_COLORS.loss, width: 3 };
  drawing.arrow(E, output, stroke);
  drawing.arrow(output, { x, y, width, height }, stroke);
}

/** Draws the use of the weights at h_k, between it and h_{k−1}. */
function weightsPath(
  drawing: Drawing,
  weights: string,
  { x, width }: Shape,
  row: Row,
): void {
  const left = x - width / 2, turn = left - (row.pitch - row.box) / 2;
  const path: Point[] = [[turn, -BOX / 2 - 4], [turn, 0], [left, 0]];
  drawing.line(path, { color: PATH_COLORS.weights, width: 3 });
  const name = { plain: weights },
    style = inkOf("weights"),
    right = Math.max(turn, richWidth(name, style));
  drawing.text(name, [right, -BOX / 2 - 9], { ...style, anchor: "end" });
}

function inkOf(part: keyof typeof PATH_COLORS): TextStyle {
  return { color: textColor(PATH_COLORS[part]), bold: true, size: FONT - 2 };
}
