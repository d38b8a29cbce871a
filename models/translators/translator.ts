import type { Params } from "../../lib/cells/cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { lecunNormal, type Random } from "../../lib/random.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import type { Captions } from "../captioners/captioner.ts";
import { hiddenOf, layerInit, lstmState, readout, type Weights, type Zeros } from "../layers.ts";

/** The sizes of a translator. */
export interface TranslatorSizes {
  /** The size of the source vocabulary. */
  source: number;
  /** The size of the target vocabulary. */
  target: number;
  /** H, the number of hidden units of the encoder and of the decoder. */
  hidden: number;
}

/** A batch of source sentences as classes, left-padded with −1, and of their translations. */
export interface Translations extends Captions {
  readonly source: Int32Array[];
}

/**
 * Returns the weights of an encoder and a decoder LSTM: WxEnc (4H×source), WhEnc, WxDec (4H×target), WhDec, and the readout Why,
 * by. x_t is one-hot, so the bias is part of Wx; the rows of the forget gate start around 1.
 */
export function translatorParams(
  { source, target, hidden: H }: TranslatorSizes,
  random: Random,
): Params {
  const inputWeights = (words: number) => {
    const W = lecunNormal(Math.sqrt(words) / 4)(4 * H, words, random); // N(0, 1/16)
    for (let n = H * words; n < 2 * H * words; n++) W.data[n] += 1;
    return W;
  };
  const draw = layerInit(random);
  return {
    ...{ WxEnc: inputWeights(source), WhEnc: draw(4 * H, H) },
    ...{ WxDec: inputWeights(target), WhDec: draw(4 * H, H) },
    ...{ Why: draw(target, H), by: new Matrix(target, 1) },
  };
}

/** Computes a time step of an LSTM on classes: i, f, o = σ(Wx x_t + Wh h_{t−1}), g = tanh(…). A state of zeros stays zero for −1 (padding). */
export function readToken<V extends TensorOps<V>>(Wx: V, Wh: V, classes: Int32Array, state: V): V {
  return lstmState(Wx.gatherColumns(classes).add(Wh.matmul(hiddenOf(state))), state);
}

/** Computes the state of the encoder after each time step; throws RangeError for a source of length 0. */
export function encoderStates<V extends TensorOps<V>>(
  { WxEnc, WhEnc }: Weights<V>,
  source: Int32Array[],
  zeros: Zeros<V>,
): V[] {
  if (source.length === 0) throw new RangeError("Cannot translate a sentence of zero length");
  let state = zeros(2 * WhEnc.cols);
  return source.map((classes) => state = readToken(WxEnc, WhEnc, classes, state));
}

/** Returns the final state of the encoder, from which the decoder starts. */
export function encodeSource<V extends TensorOps<V>>(
  p: Weights<V>,
  source: Int32Array[],
  zeros: Zeros<V>,
): V {
  return encoderStates(p, source, zeros).at(-1)!;
}

/**
 * Computes E = Σ_t −log ŷ_t of translations in nats, averaged over the batch, with teacher forcing. The decoder starts from the
 * final state of the encoder. Sutskever et al. 2014, §2. Throws RangeError for a length of 0.
 */
export function translationLoss<V extends TensorOps<V>>(
  p: Weights<V>,
  { source, words, targets }: Translations,
  zeros: Zeros<V>,
): V {
  if (words.length === 0) throw new RangeError("Cannot compute the loss of 0 time steps");
  let state = encodeSource(p, source, zeros);
  return words.map((classes, t) => {
    state = readToken(p.WxDec, p.WhDec, classes, state);
    return tokenScores(p, state).crossEntropy(targets[t]);
  }).reduce((E, E_t) => E.add(E_t));
}

/** Computes the scores Why h_t + by of the next token. */
export function tokenScores<V extends TensorOps<V>>(p: Weights<V>, state: V): V {
  return readout(p, hiddenOf(state));
}
