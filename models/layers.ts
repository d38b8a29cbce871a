import type { Params } from "../lib/cells/cell.ts";
import { Matrix } from "../lib/matrix.ts";
import { lecunNormal, normal, type Random } from "../lib/random.ts";
import type { TensorOps } from "../lib/autodiff/tensor_ops.ts";
import { Value } from "../lib/autodiff/value.ts";

// LSTM weights: The gates are ordered i, f, o, g everywhere: rows of Wx (4H×D), Wh (4H×H) and b (4H×1); where the input is
// one-hot, b is part of Wx's columns; the fast engine stores the transposes side by side in the same order
// (lib/fast/layout.ts); PyTorch orders them i, f, g, o. The state is c above h.

/** Weights by name, as values of one tape. */
export type Weights<V> = Record<string, V>;

/** Creates a value of zeros with the given number of rows and a column for each sequence of the batch. */
export type Zeros<V> = (rows: number) => V;

/** Returns a function that creates zeros for a batch in float64. */
export function zerosLikeBatch(batch: number): Zeros<Value> {
  return (rows) => new Value(new Matrix(rows, batch));
}

/** Returns W (rows×inputs) from N(0, 1 / 3·inputs) and b of zeros, named W… and b…. */
export function affine(name: string, rows: number, inputs: number, random: Random): Params {
  return { [`W${name}`]: layerInit(random)(rows, inputs), [`b${name}`]: new Matrix(rows, 1) };
}

/** Computes W a + b with the weights that `affine` names. */
export function applyAffine<V extends TensorOps<V>>(p: Weights<V>, name: string, a: V): V {
  return p[`W${name}`].matmul(a).addColumn(p[`b${name}`]);
}

/** Returns an initializer for weights from N(0, 1 / 3·inputs), the variance of PyTorch's default. */
export function layerInit(random: Random): (rows: number, cols: number) => Matrix {
  return (rows, cols) => lecunNormal(1 / Math.sqrt(3))(rows, cols, random);
}

/** Returns word vectors We (E×V) and a readout Why (V×readFrom), by. */
export function wordsAndReadout(
  { words, embedding, hidden }: { words: number; embedding: number; hidden: number },
  random: Random,
  readFrom = hidden,
): Params {
  const We = normal(1)(embedding, words, random);
  return { We, Why: layerInit(random)(words, readFrom), by: new Matrix(words, 1) };
}

/** Computes the scores Why h + by. */
export function readout<V extends TensorOps<V>>({ Why, by }: Weights<V>, h: V): V {
  return Why.matmul(h).addColumn(by);
}

/** Returns the weights of a vanilla RNN: Wxh (H×inputs), Whh (H×H) and bh. */
export function rnnParams(inputs: number, hidden: number, random: Random): Params {
  const draw = layerInit(random);
  return { Wxh: draw(hidden, inputs), Whh: draw(hidden, hidden), bh: new Matrix(hidden, 1) };
}

/** Returns the weights of an LSTM: Wx (4H×inputs), Wh (4H×H) and b with a forget bias of 1. */
export function lstmParams(inputs: number, hidden: number, random: Random, name = ""): Params {
  const draw = layerInit(random), b = new Matrix(4 * hidden, 1);
  b.data.fill(1, hidden, 2 * hidden);
  return {
    [`Wx${name}`]: draw(4 * hidden, inputs),
    [`Wh${name}`]: draw(4 * hidden, hidden),
    [`b${name}`]: b,
  };
}

/** Computes one time step of an LSTM; `fromInput` is Wx x_t or a sum of such products. */
export function lstmStep<V extends TensorOps<V>>(Wh: V, b: V, fromInput: V, state: V): V {
  return lstmState(Wh.matmul(hiddenOf(state)).add(fromInput).addColumn(b), state);
}

/** Computes c_t = f ∘ c_{t−1} + i ∘ g above h_t = o ∘ tanh(c_t) from the arguments z of the gates. */
export function lstmState<V extends TensorOps<V>>(z: V, statePrev: V): V {
  const H = statePrev.rows / 2, cPrev = statePrev.sliceRows(0, H);
  const i = z.sliceRows(0, H).sigmoid(), f = z.sliceRows(H, 2 * H).sigmoid();
  const o = z.sliceRows(2 * H, 3 * H).sigmoid(), g = z.sliceRows(3 * H, 4 * H).tanh();
  const c = f.hadamard(cPrev).add(i.hadamard(g));
  return c.vstack(o.hadamard(c.tanh()));
}

/** Returns h of an LSTM's state. */
export function hiddenOf<V extends TensorOps<V>>(state: V): V {
  return state.sliceRows(state.rows / 2);
}
