import type { Params } from "../../lib/cells/cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { lecunNormal, type Random } from "../../lib/random.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import type { Captions } from "../captioners/captioner.ts";
import { layerInit, lstmState, readout, type Weights, type Zeros } from "../layers.ts";

/** The sizes of a translator. */
export interface TranslatorSizes {
  /** The classes of what it reads. */
  source: number;
  /** The classes of what it writes. */
  target: number;
  /** H, the hidden units of the encoder and of the decoder: 2H numbers lie between them. */
  hidden: number;
}

/** Sentences side by side: the classes read at each step, −1 before a short one begins, and the translations. */
export interface Translations extends Captions {
  readonly source: Int32Array[];
}

/**
 * The weights of an encoder and a decoder LSTM, a column of Wx for each class of words: WxEnc (4H×source), WhEnc, WxDec (4H×target),
 * WhDec, and the readout Why, by. Where exactly one entry of x is 1, a bias is in Wx already; forget rows begin around 1.
 */
export function translatorParams(
  { source, target, hidden: H }: TranslatorSizes,
  random: Random,
): Params {
  const wide = (words: number) => {
    const W = lecunNormal(Math.sqrt(words) / 4)(4 * H, words, random); // N(0, 1/16)
    for (let n = H * words; n < 2 * H * words; n++) W.data[n] += 1;
    return W;
  };
  const draw = layerInit(random);
  return {
    ...{ WxEnc: wide(source), WhEnc: draw(4 * H, H) },
    ...{ WxDec: wide(target), WhDec: draw(4 * H, H) },
    ...{ Why: draw(target, H), by: new Matrix(target, 1) },
  };
}

/** One tick of an LSTM that reads classes: i, f, o = σ(Wx x_t + Wh h_{t−1}) and g = tanh(…). A state of zeros that reads −1 stays so. */
export function readToken<V extends TensorOps<V>>(Wx: V, Wh: V, classes: Int32Array, state: V): V {
  const H = Wh.cols, h = state.sliceRows(H, 2 * H);
  return lstmState(Wx.gatherColumns(classes).add(Wh.matmul(h)), state.sliceRows(0, H));
}

/** The state of the encoder after the last class: all that the decoder will know of the sentence. */
export function encodeSource<V extends TensorOps<V>>(
  { WxEnc, WhEnc }: Weights<V>,
  source: Int32Array[],
  zeros: Zeros<V>,
): V {
  if (source.length === 0) throw new RangeError("Cannot translate a sentence of zero length");
  return source.reduce(
    (state, classes) => readToken(WxEnc, WhEnc, classes, state),
    zeros(2 * WhEnc.cols),
  );
}

/**
 * E = Σ_t −log ŷ_t of translations, the mean over the batch: the decoder begins with the encoder's last state, and reads the
 * right word whatever it would have written itself (teacher forcing). Sutskever et al. 2014, §2.
 */
export function translationLoss<V extends TensorOps<V>>(
  p: Weights<V>,
  { source, words, targets }: Translations,
  zeros: Zeros<V>,
): V {
  let state = encodeSource(p, source, zeros), E: V | undefined;
  words.forEach((classes, n) => {
    state = readToken(p.WxDec, p.WhDec, classes, state);
    const E_t = tokenScores(p, state).crossEntropy(targets[n]);
    E = E ? E.add(E_t) : E_t;
  });
  if (!E) throw new RangeError("Cannot measure translations of zero length");
  return E;
}

/** The scores of the next word, Why h_t + by. */
export function tokenScores<V extends TensorOps<V>>(p: Weights<V>, state: V): V {
  const H = p.WhDec.cols;
  return readout(p, state.sliceRows(H, 2 * H));
}
