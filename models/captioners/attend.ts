import { batchedProduct } from "../../lib/autodiff/batched_product.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { checkIndex, checkIntegers } from "../../lib/checks.ts";
import { Matrix } from "../../lib/matrix.ts";
import { normal } from "../../lib/random.ts";
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
import { addedToEach } from "./added_to_each.ts";
import type { Captioner, CaptionerSizes } from "./captioner.ts";

/** A captioner that attends to places of an image. */
export interface AttendingCaptioner extends Captioner {
  /** L, the number of places. */
  readonly places: number;
}

/** The standard deviation of the biases of places at the start, by which places differ from the first update on. */
const PLACE_SPREAD = 0.3;

/**
 * Creates a captioner with soft attention over L places of an image, after Show, Attend and Tell. The features v are those of
 * a map, channel by channel (channels·L × batch). Each place l has an annotation a_l = tanh(WI v_l + bI_l), and at every time
 * step the LSTM reads a context vector z_t, the mean of the annotations weighted by attention: e_l = wa tanh(Ua a_l + Uh
 * h_{t−1} + ba), α = softmax(e), z_t = Σ_l α_l a_l, h_t = LSTM(x_t, z_t). The next word depends on z_t and h_t. Its state is c
 * above z above h. Throws RangeError unless L divides the number of features. Xu et al. 2015, §3.1.2 and §4.2, who weight z_t
 * with a gate, and whose annotations are the features themselves.
 */
export function attendCaptioner(sizes: CaptionerSizes, places = 49): AttendingCaptioner {
  checkIntegers("Cannot create a captioner", { places });
  const { embedding: E, hidden: H, features: I } = sizes, channels = I / places;
  if (!Number.isInteger(channels)) {
    throw new RangeError(
      `Cannot attend to ${places} places of ${I} features: expected a multiple of ${places}`,
    );
  }
  const K = Math.ceil(H / 2); // units of the layer that computes the scores
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
      ...{ WI: layerInit(random)(H, channels), bI: normal(PLACE_SPREAD)(H * places, 1, random) },
      ...{ Ua: layerInit(random)(K, H), Uh: layerInit(random)(K, H), ba: new Matrix(K, 1) },
      ...{ wa: layerInit(random)(1, K), Wz: layerInit(random)(4 * H, H) },
    }),
    start(p, v, zeros) {
      const a = eachPlace(p.WI, v, places).addColumn(p.bI).tanh();
      const z = mix(a, zeros(places).softmax()); // the mean of the annotations
      const c = applyAffine(p, "c0", z).tanh(), h = applyAffine(p, "h0", z).tanh();
      return { state: c.vstack(z).vstack(h), image: a.vstack(eachPlace(p.Ua, a, places)) };
    },
    step(p, x, state, image) {
      const { Wx, Wh, b, Wz } = p, c = state.sliceRows(0, H), h = state.sliceRows(2 * H);
      const z = mix(image!.sliceRows(0, H * places), weights(p, h, image!.sliceRows(H * places)));
      const next = lstmStep(Wh, b, Wx.matmul(x).add(Wz.matmul(z)), c.vstack(h));
      return next.sliceRows(0, H).vstack(z).vstack(hiddenOf(next));
    },
    scores: (p, _x, state) => readout(p, state.sliceRows(H)),
  };
}

/** Computes W v_l for every place l; v is stored row by row, then place by place. */
function eachPlace<V extends TensorOps<V>>(W: V, v: V, places: number): V {
  return W.matmul(v.reshape(v.rows / places, places * v.cols)).reshape(W.rows * places, v.cols);
}

/** Computes α = softmax_l(wa tanh(Ua a_l + Uh h + ba)), places × batch, given Ua a_l of all places. */
function weights<V extends TensorOps<V>>({ Uh, ba, wa }: Weights<V>, h: V, Ua_a: V): V {
  const K = ba.rows, places = Ua_a.rows / K, fromState = Uh.matmul(h).addColumn(ba);
  const inner = Ua_a.apply(addedToEach(K, places), fromState).tanh();
  return eachPlace(wa, inner, places).softmax();
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
    const a = weights(p, state.sliceRows(2 * H), image!.sliceRows(H * places)).matrix;
    const x = p.We.gatherColumns(Int32Array.of(n === 0 ? start : words[n - 1]));
    state = captioner.step(p, x, state, image, n + 1);
    return a;
  })]);
}
