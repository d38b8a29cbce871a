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

/** Cells that have kernels, by name. */
export const CELLS = { RNNCell, LSTMCell, GRUCell };
export type CellName = keyof typeof CELLS;

/** Error that float32 may make, relative to the largest entry of a gradient. */
export const ROUNDING = 1e-5;

/** Makes a cell with weights and biases large enough that every path matters. */
export function makeCell(name: CellName, D: number, H: number, random: Random): Cell {
  const cell: Cell = new CELLS[name](D, H, random, normal(0.8 / Math.sqrt(H)));
  for (const b of Object.values(cell.params)) {
    if (b.cols === 1) b.data.set(normal(0.3)(b.rows, 1, random).data);
  }
  return cell;
}

/** Makes a model and a batch of classes, some of them −1. */
export function makeTask(
  name: CellName,
  sizes: Record<"D" | "H" | "V" | "T" | "B", number>,
  random: Random,
) {
  const { D, H, V, T, B } = sizes;
  const cell = makeCell(name, D, H, random), readout = new Readout(H, V, random, normal(0.5));
  const classes = (count: number) =>
    Int32Array.from({ length: T * B }, () => Math.floor(random() * (count + 1)) - 1);
  return {
    model: { cell, readout },
    batch: { steps: T, size: B, xs: classes(D), targets: classes(V), fresh: true },
  };
}

/** Makes T matrices of rows × B random numbers. */
export function randomSteps(T: number, rows: number, B: number, random: Random): Matrix[] {
  return Array.from({ length: T }, () => normal(1)(rows, B, random));
}

/** Splits the classes of a batch into steps, with null for −1. */
export function classSteps(classes: Int32Array, T: number, B: number): (number | null)[][] {
  const read = (index: number) => index < 0 ? null : index;
  return Array.from({ length: T }, (_, t) => Array.from(classes.slice(t * B, t * B + B), read));
}

/** Returns the columns of class steps: one-hot, or zeros for null. */
export function oneHotSteps(steps: (number | null)[][], size: number): Matrix[] {
  const column = (index: number | null) =>
    index === null ? new Matrix(size, 1) : oneHot(index, size);
  return steps.map((classes) => Matrix.blocks([classes.map(column)]));
}

/** Computes E and ∂E/∂params of a batch with the readable functions in float64. */
export function reference({ model: { cell, readout }, batch }: ReturnType<typeof makeTask>) {
  const { steps: T, size: B, xs, targets } = batch;
  const trace = unroll(cell, oneHotSteps(classSteps(xs, T, B), cell.inputSize));
  const { loss, direct, dparams } = sequenceLoss(readout, trace, classSteps(targets, T, B));
  return { loss, dparams: { ...bptt(cell, trace, direct).dparams, ...dparams } as Params };
}

/** Returns the largest difference of two records of matrices, relative to the largest entry of the first. */
export function difference(expected: Params, found: Params): number {
  let [largest, worst] = [1e-30, 0];
  for (const [name, { data, shape }] of Object.entries(expected)) {
    if (found[name]?.shape !== shape) {
      throw new Error(`Cannot compare ${name}: expected ${shape}, got ${found[name]?.shape}`);
    }
    data.forEach((value, n) => {
      largest = Math.max(largest, Math.abs(value));
      const gap = Math.abs(value - found[name].data[n]);
      worst = Math.max(worst, Number.isFinite(gap) ? gap : Infinity);
    });
  }
  return worst / largest;
}

/** Returns `difference` of two lists of matrices. */
export function listDifference(expected: Matrix[], found: Matrix[]): number {
  return difference({ ...expected } as unknown as Params, { ...found } as unknown as Params);
}
