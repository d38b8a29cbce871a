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

/** The standard deviation of the biases of places at the start, so that places differ from the first update on. */
const PLACE_SPREAD = 0.5;

/**
 * Creates a captioner with soft attention over L places of an image, after Show, Attend and Tell. The features v are those of
 * a map, channel by channel (channels·L × batch). Each place l has an annotation a_l = tanh(WI v_l + bI_l), and at every time
 * step the LSTM reads a context vector z_t, the mean of the annotations weighted by attention, and the attention itself:
 * e_l = wa tanh(Ua a_l + Uh h_{t−1} + ba_l), with H/2 units, α = softmax(e), z_t = Σ_l α_l a_l, h_t = LSTM(x_t, z_t, α). The
 * next word depends on z_t and h_t. Its state is c above z above h. Throws RangeError unless L divides the number of
 * features. Xu et al. 2015, §3.1.2 and §4.2, where annotations are the features themselves, places have no biases, the LSTM
 * does not read α, and a gate weights z_t.
 */
export function attendCaptioner(sizes: CaptionerSizes, places = 49): AttendingCaptioner {
  checkIntegers("Cannot create a captioner", { places });
  const { embedding: E, hidden: H, features: I } = sizes, channels = I / places;
  const K = Math.ceil(H / 2); // units of the scores
  if (!Number.isInteger(channels)) {
    throw new RangeError(
      `Cannot attend to ${places} places of ${I} features: expected a multiple of ${places}`,
    );
  }
  return {
    name: "Xu",
    source: "Xu et al. 2015, Show, Attend and Tell, §3.1.2 and §4.2",
    sizes,
    places,
    params(random) {
      const draw = layerInit(random);
      const ofPlaces = (rows: number) => normal(PLACE_SPREAD)(rows * places, 1, random);
      return {
        ...wordsAndReadout(sizes, random, 2 * H),
        ...lstmParams(E, H, random),
        ...affine("c0", H, H, random),
        ...affine("h0", H, H, random),
        ...{ WI: draw(H, channels), bI: ofPlaces(H), Wz: draw(4 * H, H), Wp: draw(4 * H, places) },
        ...{ Ua: draw(K, H), Uh: draw(K, H), ba: ofPlaces(K), wa: draw(1, K) },
      };
    },
    start(p, v, zeros) {
      const a = eachPlace(p.WI, v, places).addColumn(p.bI).tanh();
      const z = mix(a, zeros(places).softmax()); // the mean of the annotations
      const c = applyAffine(p, "c0", z).tanh(), h = applyAffine(p, "h0", z).tanh();
      const inner = eachPlace(p.Ua, a, places).addColumn(p.ba); // Ua a_l + ba_l, needed at every step
      return { state: c.vstack(z).vstack(h), image: a.vstack(inner) };
    },
    step(p, x, state, image) {
      const { Wx, Wh, b, Wz, Wp } = p, c = state.sliceRows(0, H), h = state.sliceRows(2 * H);
      const α = attentionOf(p, h, image!), z = mix(image!.sliceRows(0, H * places), α);
      const read = Wx.matmul(x).add(Wz.matmul(z)).add(Wp.matmul(α));
      const next = lstmStep(Wh, b, read, c.vstack(h));
      return next.sliceRows(0, H).vstack(z).vstack(hiddenOf(next));
    },
    scores: (p, _x, state) => readout(p, state.sliceRows(H)),
  };
}

/** Computes W v_l for every place l; v is stored row by row, then place by place. */
function eachPlace<V extends TensorOps<V>>(W: V, v: V, places: number): V {
  return W.matmul(v.reshape(v.rows / places, places * v.cols)).reshape(W.rows * places, v.cols);
}

/** Computes α = softmax_l(wa tanh(Ua a_l + Uh h + ba_l)), places × batch. */
function attentionOf<V extends TensorOps<V>>({ Uh, wa }: Weights<V>, h: V, image: V): V {
  const added = Uh.matmul(h), K = added.rows, places = image.rows / (h.rows + K);
  const inner = image.sliceRows(h.rows * places);
  const e = eachPlace(wa, inner.apply(addedToEach(K, places), added).tanh(), places);
  return e.softmax();
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
  const { words: classes, hidden: H, features } = captioner.sizes;
  if (v.rows !== features || v.cols !== 1) {
    throw new RangeError(`Cannot attend to ${v.rows}×${v.cols} features: expected ${features}×1`);
  }
  for (const word of [start, ...words]) checkIndex("Cannot read class", word, 0, classes - 1);
  const p = toValues(params);
  let { state, image } = captioner.start(p, new Value(v), zerosLikeBatch(1));
  return Matrix.blocks([words.map((_, n) => {
    const a = attentionOf(p, state.sliceRows(2 * H), image!).matrix;
    const x = p.We.gatherColumns(Int32Array.of(n === 0 ? start : words[n - 1]));
    state = captioner.step(p, x, state, image, n + 1);
    return a;
  })]);
}
