import type { Cell, Params } from "../cells/cell.ts";
import { GRUCell } from "../cells/gru.ts";
import { LSTMCell } from "../cells/lstm.ts";
import { RNNCell } from "../cells/rnn.ts";
import { Matrix } from "../matrix.ts";
import { padTo4 } from "./memory.ts";

/** Which of the three cells. */
export type CellKind = "RNN" | "LSTM" | "GRU";

/** The sizes of a network; H, D and V as they are, the rest rounded up to a multiple of 4. */
export interface LayoutSizes {
  kind: CellKind;
  D: number;
  H: number;
  V: number;
}

// The gates in the order of their columns, by the endings of the readable names; RNN's one "gate" is h itself.
const GATES = { RNN: [""], LSTM: ["i", "f", "o", "g"], GRU: ["r", "z", "n"] };

/** Where one readable matrix lies: entry (row, col) at float at + row + col·stride: transposed, gate beside gate. */
interface Field {
  name: string;
  rows: number;
  cols: number;
  at: number;
  stride: number;
}

/**
 * All weights in one stretch of float32 numbers, so that an optimizer is one loop: Wx (D×G), Wh (H×G), b (G), a GRU's
 * second bias bh (G), then Wy (H×V) and by (V). Offsets count numbers; row lengths are padded to 4.
 */
export interface Layout extends LayoutSizes {
  /** H, D and V padded; G, the length of a row of all gates. */
  h: number;
  d: number;
  v: number;
  G: number;
  Wx: number;
  Wh: number;
  b: number;
  bh: number;
  Wy: number;
  by: number;
  /** How many numbers in all. */
  size: number;
  fields: Field[];
}

/** The kind of a cell; throws RangeError for a cell that has no kernels. */
export function cellKind(cell: Cell): CellKind {
  if (cell instanceof RNNCell) return "RNN";
  if (cell instanceof LSTMCell) return "LSTM";
  if (cell instanceof GRUCell) return "GRU";
  throw new RangeError(
    `Cannot run a ${cell.constructor.name} on the fast engine: it knows RNNCell, LSTMCell and GRUCell`,
  );
}

/** The layout of a network's weights; V = 0 where there is no readout. */
export function makeLayout(sizes: LayoutSizes): Layout {
  const { kind, D, H, V } = sizes;
  const [h, d, v] = [H, D, V].map(padTo4);
  const G = GATES[kind].length * h;
  const Wh = d * G, b = Wh + h * G, bh = b + G, Wy = kind === "GRU" ? bh + G : bh, by = Wy + h * v;
  const layout = { ...sizes, h, d, v, G, Wx: 0, Wh, b, bh, Wy, by, size: by + v };
  const readout = [
    { name: "Why", rows: V, cols: H, at: Wy, stride: v },
    { name: "by", rows: V, cols: 1, at: by, stride: 0 },
  ];
  return { ...layout, fields: [...cellFields(layout), ...(V > 0 ? readout : [])] };
}

function cellFields({ kind, D, H, h, G, Wh, b, bh }: Omit<Layout, "fields">): Field[] {
  return GATES[kind].flatMap((gate, n) => {
    const [x, s] = kind === "RNN" ? ["Wxh", "Whh"] : [`Wx${gate}`, `Wh${gate}`];
    const bias = { rows: H, cols: 1, stride: 0 };
    const fields = [
      { name: x, rows: H, cols: D, at: n * h, stride: G },
      { name: s, rows: H, cols: H, at: Wh + n * h, stride: G },
    ];
    if (kind === "RNN") return [...fields, { name: "bh", at: b, ...bias }];
    if (gate !== "n") return [...fields, { name: `b${gate}`, at: b + n * h, ...bias }];
    const two = [{ name: "bxn", at: b + n * h, ...bias }, { name: "bhn", at: bh + n * h, ...bias }];
    return [...fields, ...two];
  });
}

/** Writes readable matrices into a stretch of float32 numbers. */
export function pack(layout: Layout, params: Params, into: Float32Array): void {
  for (const { name, rows, cols, at, stride } of layout.fields) {
    const { data } = params[name];
    for (let i = 0, n = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++, n++) into[at + i + j * stride] = data[n];
    }
  }
}

/** Reads a stretch of float32 numbers into readable matrices, those given or new ones. */
export function unpack(layout: Layout, from: Float32Array, into: Params = {}): Params {
  for (const { name, rows, cols, at, stride } of layout.fields) {
    const { data } = into[name] ??= new Matrix(rows, cols);
    for (let i = 0, n = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++, n++) data[n] = from[at + i + j * stride];
    }
  }
  return into;
}
