import type { Params } from "../lib/cells/cell.ts";
import { Matrix } from "../lib/matrix.ts";
import { lecunNormal, normal, type Random } from "../lib/random.ts";
import type { TensorOps } from "../lib/autodiff/tensor_ops.ts";
import { Value } from "../lib/autodiff/value.ts";

/** Weights by name, as values of one tape. */
export type Weights<V> = Record<string, V>;

/** Makes a value of zeros with so many rows, of the batch's width. */
export type Zeros<V> = (rows: number) => V;

/** Values of zeros for a batch. */
export function zerosLikeBatch(batch: number): (rows: number) => Value {
  return (rows) => new Value(new Matrix(rows, batch));
}

/** W of N(0, 1 / 3·inputs) and b of zeros. */
export function affine(name: string, rows: number, inputs: number, random: Random): Params {
  return { [`W${name}`]: layerInit(random)(rows, inputs), [`b${name}`]: new Matrix(rows, 1) };
}

/** Draws weights N(0, 1 / 3·inputs), the size that PyTorch's layers start with. */
export function layerInit(random: Random): (rows: number, cols: number) => Matrix {
  return (rows, cols) => lecunNormal(1 / Math.sqrt(3))(rows, cols, random);
}

/** The word vectors We (E×V) and the readout Why (V×readFrom), by. */
export function wordsAndReadout(
  { words, embedding, hidden }: { words: number; embedding: number; hidden: number },
  random: Random,
  readFrom = hidden,
): Params {
  const We = normal(1)(embedding, words, random);
  return { We, Why: layerInit(random)(words, readFrom), by: new Matrix(words, 1) };
}

/** The readout Why h + by. */
export function readout<V extends TensorOps<V>>({ Why, by }: Weights<V>, h: V): V {
  return Why.matmul(h).addColumn(by);
}

/** The weights of a vanilla recurrence: Wxh (H×inputs), Whh, bh. */
export function rnnParams(inputs: number, hidden: number, random: Random): Params {
  const draw = layerInit(random);
  return { Wxh: draw(hidden, inputs), Whh: draw(hidden, hidden), bh: new Matrix(hidden, 1) };
}

/** The weights of an LSTM, gates i, f, o and g on each other: Wx (4H×inputs), Wh (4H×H), b with a forget bias of 1. */
export function lstmParams(inputs: number, hidden: number, random: Random, name = ""): Params {
  const draw = layerInit(random), b = new Matrix(4 * hidden, 1);
  b.data.fill(1, hidden, 2 * hidden);
  return {
    [`Wx${name}`]: draw(4 * hidden, inputs),
    [`Wh${name}`]: draw(4 * hidden, hidden),
    [`b${name}`]: b,
  };
}

/** One tick of an LSTM; `fromInput` is Wx x_t or a sum of such products, the state c on h. */
export function lstmStep<V extends TensorOps<V>>(Wh: V, b: V, fromInput: V, state: V): V {
  const H = Wh.cols, hPrev = state.sliceRows(H, 2 * H);
  return lstmState(Wh.matmul(hPrev).add(fromInput).addColumn(b), state.sliceRows(0, H));
}

/** c_t = f ∘ c_{t−1} + i ∘ g on h_t = o ∘ tanh(c_t), from what enters the gates i, f, o and g, on each other. */
export function lstmState<V extends TensorOps<V>>(z: V, cPrev: V): V {
  const H = cPrev.rows;
  const i = z.sliceRows(0, H).sigmoid(), f = z.sliceRows(H, 2 * H).sigmoid();
  const o = z.sliceRows(2 * H, 3 * H).sigmoid(), g = z.sliceRows(3 * H, 4 * H).tanh();
  const c = f.hadamard(cPrev).add(i.hadamard(g));
  return c.vstack(o.hadamard(c.tanh()));
}
