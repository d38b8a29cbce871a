import { batchedProduct } from "../../lib/autodiff/batched_product.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { checkIndex, checkIntegers } from "../../lib/checks.ts";
import { Matrix } from "../../lib/matrix.ts";
import {
  affine,
  applyAffine,
  hiddenOf,
  layerInit,
  lstmParams,
  lstmStep,
  readout,
  type Weights,
  wordsAndReadout,
  zerosLikeBatch,
} from "../layers.ts";
import type { Captioner, CaptionerSizes } from "./captioner.ts";

/** A captioner that attends to places of an image. */
export interface AttendingCaptioner extends Captioner {
  /** L, the number of places. */
  readonly places: number;
}

/**
 * Creates a captioner with soft attention over L places of an image, after Show, Attend and Tell. The features v are those of
 * a map, channel by channel (channels·L × batch). Each place l has an annotation a_l = tanh(WI v_l + bI_l), and at every time
 * step the LSTM reads a context vector z_t, the mean of the annotations weighted by attention: α = softmax_l(a_lᵀ Wa
 * h_{t−1}), z_t = Σ_l α_l a_l, h_t = LSTM(x_t, z_t). The next word depends on z_t and h_t. Its state is c above z above h.
 * Throws RangeError unless L divides the number of features. Xu et al. 2015, §3.1.2 and §4.2; their scores are a multilayer
 * perceptron's, and they weight z_t with a gate.
 */
export function attendCaptioner(sizes: CaptionerSizes, places = 49): AttendingCaptioner {
  checkIntegers("Cannot create a captioner", { places });
  const { embedding: E, hidden: H, features: I } = sizes, channels = I / places;
  if (!Number.isInteger(channels)) {
    throw new RangeError(
      `Cannot attend to ${places} places of ${I} features: expected a multiple of ${places}`,
    );
  }
  const annotate = <V extends TensorOps<V>>({ WI, bI }: Weights<V>, v: V) =>
    WI.matmul(v.reshape(channels, places * v.cols)).reshape(H * places, v.cols).addColumn(bI)
      .tanh();
  return {
    name: "Xu",
    source: "Xu et al. 2015, Show, Attend and Tell, §3.1.2 and §4.2",
    sizes,
    places,
    params: (random) => ({
      ...wordsAndReadout(sizes, random, 2 * H),
      ...lstmParams(E, H, random),
      ...affine("c0", H, H, random),
      ...affine("h0", H, H, random),
      ...{ WI: layerInit(random)(H, channels), bI: new Matrix(H * places, 1) },
      ...{ Wa: layerInit(random)(H, H), Wz: layerInit(random)(4 * H, H) },
    }),
    start(p, v, zeros) {
      const annotations = annotate(p, v), z = mix(annotations, zeros(places).softmax()); // their mean
      const c = applyAffine(p, "c0", z).tanh(), h = applyAffine(p, "h0", z).tanh();
      return { state: c.vstack(z).vstack(h), image: annotations };
    },
    step(p, x, state, annotations) {
      const { Wx, Wh, b, Wz } = p, c = state.sliceRows(0, H), h = state.sliceRows(2 * H);
      const z = mix(annotations!, weights(p, h, annotations!, places));
      const next = lstmStep(Wh, b, Wx.matmul(x).add(Wz.matmul(z)), c.vstack(h));
      return next.sliceRows(0, H).vstack(z).vstack(hiddenOf(next));
    },
    scores: (p, _x, state) => readout(p, state.sliceRows(H)),
  };
}

/** Computes α = softmax_l(a_lᵀ Wa h), places × batch. */
function weights<V extends TensorOps<V>>({ Wa }: Weights<V>, h: V, annotations: V, places: number) {
  return annotations.apply(batchedProduct([places, h.rows, 1], { aT: true }), Wa.matmul(h))
    .softmax();
}

/** Computes z = Σ_l α_l a_l. */
function mix<V extends TensorOps<V>>(annotations: V, a: V): V {
  return annotations.apply(batchedProduct([annotations.rows / a.rows, a.rows, 1]), a);
}

/**
 * Returns the attention weights α: a row for each place, a column for each word of a caption. `words` are its classes, without
 * `start`. The weights for a word depend on h_{t−1}, which depends on all previous words but the last. Throws
 * RangeError for the features of more than one image and for a class outside the vocabulary.
 */
export function attentionMaps(
  captioner: AttendingCaptioner,
  params: Params,
  v: Matrix,
  { start, words }: { start: number; words: number[] },
): Matrix {
  const { sizes: { words: classes, hidden: H, features }, places } = captioner;
  if (v.rows !== features || v.cols !== 1) {
    throw new RangeError(`Cannot attend to ${v.rows}×${v.cols} features: expected ${features}×1`);
  }
  for (const word of [start, ...words]) checkIndex("Cannot read class", word, 0, classes - 1);
  const p = toValues(params);
  let { state, image } = captioner.start(p, new Value(v), zerosLikeBatch(1));
  return Matrix.blocks([words.map((_, n) => {
    const a = weights(p, state.sliceRows(2 * H), image!, places).matrix;
    const x = p.We.gatherColumns(Int32Array.of(n === 0 ? start : words[n - 1]));
    state = captioner.step(p, x, state, image, n + 1);
    return a;
  })]);
}
