import { batchedProduct } from "../../lib/autodiff/batched_product.ts";
import type { CustomOp } from "../../lib/autodiff/custom_op.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { argmax } from "../../lib/loss.ts";
import { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import {
  hiddenOf,
  layerInit,
  readout,
  type Weights,
  type Zeros,
  zerosLikeBatch,
} from "../layers.ts";
import { checkGreedy, type GreedyOptions } from "../greedy.ts";
import {
  encoderStates,
  readToken,
  type Translations,
  translatorParams,
  type TranslatorSizes,
} from "./translator.ts";

/**
 * Returns the weights of a translator with attention: those of `translatorParams`, Wa (H×H) of the scores, and Wq, Wr (H×H)
 * of the attentional vector.
 */
export function attentionParams(sizes: TranslatorSizes, random: Random): Params {
  const draw = layerInit(random), { hidden: H } = sizes;
  return {
    ...translatorParams(sizes, random),
    ...{ Wa: draw(H, H), Wq: draw(H, H), Wr: draw(H, H) },
  };
}

/** The hidden states h̄_1 … h̄_S of the encoder: row s·H + i of `stacked` is unit i of h̄_s. */
interface Encoded<V> {
  source: Int32Array[];
  stacked: V;
}

function encode<V extends TensorOps<V>>(
  p: Weights<V>,
  source: Int32Array[],
  zeros: Zeros<V>,
): Encoded<V> {
  const hidden = encoderStates(p, source, zeros).map((state) => hiddenOf(state));
  return { source, stacked: hidden.reduce((above, below) => above.vstack(below)) };
}

/**
 * Computes attention of h_t over the encoder's states: a = softmax_s(h̄_sᵀ Wa h_t) (S×batch), r = Σ_s a_s h̄_s, and the attentional
 * vector h̃_t = tanh(Wq h_t + Wr r). Luong et al. 2015, §3.1, "general".
 */
function attend<V extends TensorOps<V>>(p: Weights<V>, h: V, { source, stacked }: Encoded<V>) {
  const H = h.rows, S = source.length;
  const scores = stacked.apply(batchedProduct([S, H, 1]), p.Wa.matmul(h));
  const a = scores.apply(maskPadding(source)).softmax();
  const r = stacked.apply(batchedProduct([H, S, 1], { aT: true }), a);
  return { a, attentional: p.Wq.matmul(h).add(p.Wr.matmul(r)).tanh() };
}

/**
 * Computes E = Σ_t −log ŷ_t of translations in nats, averaged over the batch, with teacher forcing. The decoder starts from
 * zeros, so attention is its only access to the source. Sources may differ in length. Throws RangeError for a length of 0.
 */
export function attentionLoss<V extends TensorOps<V>>(
  p: Weights<V>,
  { source, words, targets }: Translations,
  zeros: Zeros<V>,
): V {
  if (words.length === 0) throw new RangeError("Cannot compute the loss of 0 time steps");
  const encoded = encode(p, source, zeros);
  let state = zeros(2 * p.WhDec.cols);
  return words.map((classes, t) => {
    state = readToken(p.WxDec, p.WhDec, classes, state);
    const { attentional } = attend(p, hiddenOf(state), encoded);
    return readout(p, attentional).crossEntropy(targets[t]);
  }).reduce((E, E_t) => E.add(E_t));
}

/** A translation by a model with attention. */
export interface AttentionResult {
  /** The class of each token, without the end token. */
  classes: number[];
  /** Source tokens × target tokens, including the end token: the weights a; each column sums to 1. */
  attention: Matrix;
}

/**
 * Translates one source greedily, up to the end token or `longest` tokens. Throws RangeError for more than one source, for a
 * start or an end token outside the vocabulary, and unless `longest` is a positive integer.
 */
export function attentionTranslate(
  params: Params,
  source: Int32Array[],
  options: GreedyOptions,
): AttentionResult {
  checkGreedy(options, params.by.rows);
  const { start, end, longest } = options;
  if (source.some(({ length }) => length !== 1)) {
    throw new RangeError(`Cannot translate ${source[0].length} sentences at once: expected one`);
  }
  const p = toValues(params), encoded = encode(p, source, zerosLikeBatch(1));
  const classes: number[] = [], attention: Matrix[] = [];
  let token = start, state = zerosLikeBatch(1)(2 * p.WhDec.cols);
  while (classes.length < longest) {
    state = readToken(p.WxDec, p.WhDec, Int32Array.of(token), state);
    const { a, attentional } = attend(p, hiddenOf(state), encoded);
    attention.push(a.matrix);
    token = argmax(readout(p, attentional).matrix)[0];
    if (token === end) break;
    classes.push(token);
  }
  return { classes, attention: Matrix.blocks([attention]) };
}

/** Returns the operation that replaces the scores of padding, whose source class is −1, by −10⁹, so that softmax gives them no weight. */
function maskPadding(source: Int32Array[]): CustomOp {
  const isPadding = (n: number, cols: number) => source[Math.floor(n / cols)][n % cols] < 0;
  return {
    rows: ({ rows }) => rows,
    forward({ cols, data }, { data: scores }) {
      for (let n = 0; n < data.length; n++) data[n] = isPadding(n, cols) ? -1e9 : scores[n];
    },
    backward({ cols, data: dout }, _, __, [dscores]) {
      if (!dscores) return;
      for (let n = 0; n < dout.length; n++) if (!isPadding(n, cols)) dscores.data[n] += dout[n];
    },
  };
}
