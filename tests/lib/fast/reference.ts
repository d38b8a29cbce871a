import {
  bptt,
  type Cell,
  GRUCell,
  LSTMCell,
  Matrix,
  normal,
  oneHot,
  type Params,
  type Random,
  Readout,
  RNNCell,
  sequenceLoss,
  unroll,
} from "rnn";

/** The cells that have kernels, by name. */
export const CELLS = { RNNCell, LSTMCell, GRUCell };
export type CellName = keyof typeof CELLS;

/** What float32 may lose: as a share of the largest entry of the gradient. */
export const ROUNDING = 1e-5;

/** A cell with weights and biases large enough that every path matters. */
export function makeCell(name: CellName, D: number, H: number, random: Random): Cell {
  const cell: Cell = new CELLS[name](D, H, random, normal(0.8 / Math.sqrt(H)));
  for (const b of Object.values(cell.params)) {
    if (b.cols === 1) b.data.set(normal(0.3)(b.rows, 1, random).data);
  }
  return cell;
}

/** A model and a batch of classes, some missing. */
export function makeTask(
  name: CellName,
  sizes: Record<"D" | "H" | "V" | "T" | "B", number>,
  random: Random,
) {
  const { D, H, V, T, B } = sizes;
  const cell = makeCell(name, D, H, random), readout = new Readout(H, V, random, normal(0.5));
  const some = (count: number) =>
    Int32Array.from({ length: T * B }, () => Math.floor(random() * (count + 1)) - 1);
  return {
    model: { cell, readout },
    batch: { steps: T, size: B, xs: some(D), targets: some(V), fresh: true },
  };
}

/** The columns of a batch of classes: one-hot, or zeros for −1. */
export function columns(xs: Int32Array, T: number, B: number, size: number): Matrix[] {
  const column = (index: number) => index < 0 ? new Matrix(size, 1) : oneHot(index, size);
  return Array.from(
    { length: T },
    (_, t) => Matrix.blocks([Array.from({ length: B }, (_, b) => column(xs[t * B + b]))]),
  );
}

/** E and ∂E/∂params of a batch by the readable path in float64. */
export function reference({ model: { cell, readout }, batch }: ReturnType<typeof makeTask>) {
  const { steps: T, size: B, xs, targets } = batch;
  const trace = unroll(cell, columns(xs, T, B, cell.inputSize));
  const asked = Array.from(
    { length: T },
    (_, t) =>
      Array.from({ length: B }, (_, b) => targets[t * B + b] < 0 ? null : targets[t * B + b]),
  );
  const { loss, direct, dparams } = sequenceLoss(readout, trace, asked);
  return { loss, dparams: { ...bptt(cell, trace, direct).dparams, ...dparams } as Params };
}

/** The largest difference of two records of matrices, as a share of the largest entry of the first. */
export function difference(expected: Params, found: Params): number {
  let [largest, worst] = [1e-30, 0];
  for (const [name, { data, shape }] of Object.entries(expected)) {
    if (found[name]?.shape !== shape) {
      throw new Error(`Cannot compare ${name}: ${found[name]?.shape}`);
    }
    data.forEach((value, n) => {
      largest = Math.max(largest, Math.abs(value));
      const gap = Math.abs(value - found[name].data[n]);
      worst = Math.max(worst, Number.isFinite(gap) ? gap : Infinity);
    });
  }
  return worst / largest;
}
