/**
 * Memory layout of a network's weights in the fast engine. This file alone maps the readable matrices to packed ones.
 *
 * All weights share one array, so that an optimizer is one loop: Wx (D×G), Wh (H×G), b (G), a GRU's second bias bh (G),
 * Wy (H×V), by (V). D, H and V are padded to multiples of 4, so that vectors of four floats fit. Each matrix is the transpose
 * of the readable one, because a row of the engine is one sequence at one time step: z = x Wx + h Wh + b.
 *
 * The gates of a cell are side by side in the G columns, in the order of the cell's `params`; gate n (from 0) begins at column
 * n·h, where h is H padded:
 *
 * | cell | gates | readable matrices: H×D, H×H and H×1 |
 * | --- | --- | --- |
 * | RNN | – | Wxh, Whh, bh |
 * | LSTM | i, f, o, g | Wxi, Whi, bi; Wxf, Whf, bf; Wxo, Who, bo; Wxg, Whg, bg |
 * | GRU | r, z, n | Wxr, Whr, br; Wxz, Whz, bz; Wxn, Whn, bxn, and bhn in the array bh |
 *
 * So gate n of an LSTM has Wx[d, n·h + j] = Wx{gate}[j, d], which is also entry (n·H + j, d) of the stacked Wx (4H×D) in
 * models/layers.ts. PyTorch orders the gates i, f, g, o.
 * @module
 */
import type { Cell, Params } from "../cells/cell.ts";
import { GRUCell } from "../cells/gru.ts";
import { LSTMCell } from "../cells/lstm.ts";
import { RNNCell } from "../cells/rnn.ts";
import { Matrix } from "../matrix.ts";
import { padTo4 } from "./memory.ts";

/** Cells that the fast engine can run. */
export type CellKind = "RNN" | "LSTM" | "GRU";

/** Sizes of a network before padding: D inputs, H hidden units, V outputs. */
export interface LayoutSizes {
  kind: CellKind;
  D: number;
  H: number;
  V: number;
}

// Suffixes of the readable names, in the order of the columns; an RNN's single block is h itself.
const GATES = { RNN: [""], LSTM: ["i", "f", "o", "g"], GRU: ["r", "z", "n"] };

/** Position of one readable matrix: entry (row, col) is float at + row + col·stride, because it is stored transposed. */
interface Field {
  name: string;
  rows: number;
  cols: number;
  at: number;
  stride: number;
}

/** Offsets of the packed weights, in floats from the start of the array; Wx begins at 0. */
export interface Layout extends LayoutSizes {
  /** H, D and V, padded to multiples of 4. */
  h: number;
  d: number;
  v: number;
  /** Columns of Wx and Wh: h for each gate. */
  G: number;
  Wh: number;
  b: number;
  bh: number;
  Wy: number;
  by: number;
  /** Total length in floats. */
  size: number;
  fields: Field[];
}

/** Returns the kind of a cell; throws RangeError for a cell without kernels. */
export function cellKind(cell: Cell): CellKind {
  if (cell instanceof RNNCell) return "RNN";
  if (cell instanceof LSTMCell) return "LSTM";
  if (cell instanceof GRUCell) return "GRU";
  throw new RangeError(
    `Cannot run a ${cell.constructor.name} on the fast engine: expected RNNCell, LSTMCell or GRUCell`,
  );
}

/** Returns the layout of a network's weights; V = 0 means no readout. */
export function makeLayout(sizes: LayoutSizes): Layout {
  const { kind, D, H, V } = sizes;
  const [h, d, v] = [H, D, V].map(padTo4);
  const G = GATES[kind].length * h;
  const Wh = d * G, b = Wh + h * G, bh = b + G, Wy = kind === "GRU" ? bh + G : bh, by = Wy + h * v;
  const layout = { ...sizes, h, d, v, G, Wh, b, bh, Wy, by, size: by + v };
  const readout = [
    { name: "Why", rows: V, cols: H, at: Wy, stride: v },
    { name: "by", rows: V, cols: 1, at: by, stride: 0 },
  ];
  return { ...layout, fields: [...cellFields(layout), ...(V > 0 ? readout : [])] };
}

function cellFields({ kind, D, H, h, G, Wh, b, bh }: Omit<Layout, "fields">): Field[] {
  const bias = { rows: H, cols: 1, stride: 0 };
  return GATES[kind].flatMap((gate, n) => {
    const [Wx, Whg] = kind === "RNN" ? ["Wxh", "Whh"] : [`Wx${gate}`, `Wh${gate}`];
    const fields = [
      { name: Wx, rows: H, cols: D, at: n * h, stride: G },
      { name: Whg, rows: H, cols: H, at: Wh + n * h, stride: G },
    ];
    if (kind === "RNN") return [...fields, { name: "bh", at: b, ...bias }];
    if (gate !== "n") return [...fields, { name: `b${gate}`, at: b + n * h, ...bias }];
    const two = [{ name: "bxn", at: b + n * h, ...bias }, { name: "bhn", at: bh + n * h, ...bias }];
    return [...fields, ...two];
  });
}

/** Packs readable matrices into an array of `layout.size` floats; the padding stays as it is. */
export function pack(layout: Layout, params: Params, into: Float32Array): void {
  for (const { name, rows, cols, at, stride } of layout.fields) {
    const { data } = params[name];
    for (let i = 0, n = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++, n++) into[at + i + j * stride] = data[n];
    }
  }
}

/** Unpacks an array of `layout.size` floats into readable matrices: the given ones, or new ones. */
export function unpack(layout: Layout, from: Float32Array, into: Params = {}): Params {
  for (const { name, rows, cols, at, stride } of layout.fields) {
    const { data } = into[name] ??= new Matrix(rows, cols);
    for (let i = 0, n = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++, n++) data[n] = from[at + i + j * stride];
    }
  }
  return into;
}
