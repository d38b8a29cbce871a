import type { Step } from "../cells/cell.ts";
import { checkFinite, checkIndex, checkOneSequence } from "../checks.ts";
import { checkLengths, checkOneEach } from "./checks.ts";
import { diverging, textColor } from "./colors.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { arrow, element, END, label, rect, START } from "./svg.ts";

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

const LOSS = "#d55e00", JACOBIANS = "#0072b2", WEIGHTS = "#009e73";
const [MARGIN, TOP, BOX, WIDEST] = [18, 76, 64, 34]; // pixels

/** The places of the boxes h_0 … h_T, in pixels. */
interface Row {
  /** From one box to the next. */
  pitch: number;
  /** The width of a box. */
  box: number;
}

/**
 * Draws the path of one term of the gradient through the network unrolled in time: from the loss E_t to ŷ_t and h_t, back
 * through one Jacobian per time step to h_k, and from there to the weights, with the term as a product below. Each box
 * shows the entries of h as colours, blue below 0, orange above. A state that is more than h, as an LSTM's, is called s.
 * Throws RangeError if the trace is empty, has a batch of more than one sequence, or is not finite; if t or k is not a
 * time step, or k is after t; and unless there is one input per time step.
 */
export function pathDiagram(trace: Step[], options: PathDiagramOptions): Figure {
  const { title, t, k, weights = "Whh", inputs, width = 360 } = options;
  checkTrace(trace, options);
  const pitch = (width - 2 * MARGIN) / (trace.length + 0.5);
  const row = { pitch, box: Math.min(pitch / 2, WIDEST) };
  const first = trace[0].statePrev.data.slice(-trace[0].h.rows);
  const columns = [first, ...trace.map(({ h }) => h.data)];
  const parts = [
    ...columns.map((h, j) => box(h, j, j >= k && j <= t, row, inputs)),
    ...trace.map((_, n) => link(n + 1, options, row)),
    lossPath(t, row),
    weightsPath(k, weights, row),
    formula(t, k, weights, trace[0].state.rows > trace[0].h.rows ? "s" : "h"),
  ];
  const alt = options.alt ??
    `${trace.length} boxes in a row, one per time step. The path leads from the loss E_${t} to h_${t}, ` +
      (t > k ? `back to h_${k}, ` : "") + `and to the weights ${weights} at step ${k}: ${title}`;
  const data = { t, k, h: columns.map((h) => Array.from(h)) };
  return new Figure({ title, body: parts.join(""), width, height: 238, alt, data });
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

const leftOf = (j: number, { pitch }: Row) => MARGIN + j * pitch;
const centerOf = (j: number, row: Row) => leftOf(j, row) + row.box / 2;

/** Draws h_j with its number and its input below it; faint if it is not on the path. */
function box(h: Float64Array, j: number, isOnPath: boolean, row: Row, inputs?: string[]): string {
  const x = leftOf(j, row), size = BOX / h.length;
  const cells = Array.from(
    h,
    (value, i) => rect(x, TOP + i * size, row.box, size, diverging(value)),
  );
  const outline = { x, y: TOP, width: row.box, height: BOX, fill: "none", stroke: "currentColor" };
  const drawn = cells.join("") + element("rect", outline);
  const number = label(String(j), centerOf(j, row), TOP + BOX + 16);
  const input = label(inputs?.[j - 1] ?? "", centerOf(j, row), TOP + BOX + 33, {
    "font-weight": "bold",
  });
  return element("g", { opacity: isOnPath ? 1 : 0.35 }, drawn) + number + input;
}

/** Draws the arrow between h_{j−1} and h_j: forward in grey, backward in colour if it is on the path. */
function link(j: number, { t, k }: PathDiagramOptions, row: Row): string {
  const left = leftOf(j - 1, row) + row.box + 2, right = leftOf(j, row) - 2, y = TOP + BOX / 2;
  if (j > k && j <= t) return coloured(JACOBIANS, [right, y, left, y]);
  return element("g", { opacity: 0.35 }, arrow(left, y, right, y));
}

function lossPath(t: number, row: Row): string {
  const x = centerOf(t, row), ink = { fill: textColor(LOSS), "font-weight": "bold" };
  return label(`E${subscript(t)}`, x, 14, ink) + coloured(LOSS, [x, 20, x, 34]) +
    label(`ŷ${subscript(t)}`, x, 47, ink) + coloured(LOSS, [x, 54, x, TOP - 3]);
}

/** Draws the use of the weights, between h_{k−1} and h_k. */
function weightsPath(k: number, weights: string, row: Row): string {
  const x = leftOf(k, row) - (row.pitch - row.box) / 2, y = TOP + BOX / 2;
  const ink = { fill: textColor(WEIGHTS), "font-weight": "bold" };
  const elbow = { d: `M${leftOf(k, row)} ${y}H${x}V${TOP - 4}`, fill: "none", stroke: WEIGHTS };
  return element("path", { ...elbow, "stroke-width": 3 }) + label(weights, x, TOP - 8, {
    ...ink,
    ...(k > 1 ? END : {}),
  });
}

function coloured(color: string, [x1, y1, x2, y2]: [number, number, number, number]): string {
  const line = { x1, y1, x2, y2, stroke: color, "stroke-width": 3 };
  return element("line", line) + element("g", { color, fill: color }, arrow(x1, y1, x2, y2));
}

/** Writes the term as a product, each factor in the colour of its part of the path. */
function formula(t: number, k: number, weights: string, state: string): string {
  const at = (j: number) => `${state}${subscript(j)}`;
  const factor = (j: number) => `∂${at(j)}/∂${at(j - 1)}`;
  const between = t - k <= 2
    ? Array.from({ length: t - k }, (_, n) => factor(t - n)).join(" · ")
    : `${factor(t)} ⋯ ${factor(k + 1)}`;
  const parts = [
    [LOSS, `∂E${subscript(t)}/∂ŷ${subscript(t)} · ∂ŷ${subscript(t)}/∂${at(t)}`],
    ...(between ? [[JACOBIANS, between]] : []),
    [WEIGHTS, `∂⁺${at(k)}/∂${weights}`],
  ];
  const spans = parts.map(([color, text]) => element("tspan", { fill: textColor(color) }, text));
  const text = { x: 8, y: TOP + BOX + 66, ...START, "font-weight": "bold", "font-size": 12.5 };
  const [first, ...rest] = spans;
  const lines = [[first, ...rest.slice(0, -1)].join(" · ") + " ·", rest.at(-1)!];
  return lines.map((line, n) => element("text", { ...text, y: text.y + 20 * n }, line)).join("");
}

function subscript(n: number): string {
  return String(n).replaceAll(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
}
