import type { Params } from "../../lib/cells/cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import { lecunNormal, normal, type Random } from "../../lib/random.ts";
import { END_OF_STRIP, STRIP_SHAPE } from "../../datasets/scenes/strip.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import {
  affine,
  applyAffine,
  hiddenOf,
  layerInit,
  lstmParams,
  lstmStep,
  type Weights,
  type Zeros,
} from "../layers.ts";
import { convolve } from "../cnn/cnn.ts";
import { GLIMPSE_SHAPE, glimpseSensor } from "./sensor.ts";

/** The sizes of a glimpse reader. */
export interface GlimpseSizes {
  /** The number of channels of the convolution on a glimpse. */
  channels: number;
  /** The number of features of a glimpse. */
  features: number;
  /** H, the number of hidden units of either LSTM. */
  hidden: number;
}

/** The sizes of the reader in the course. */
export const READER_SIZES: GlimpseSizes = { channels: 16, features: 96, hidden: 64 };

const CONTEXT = sizeOf(STRIP_SHAPE) / 4, sensor = glimpseSensor(STRIP_SHAPE);

/**
 * Returns the weights of a reader (Ba et al. 2015, §3): K, k, Wg, Wl, bg of the glimpse network; Wx1, Wh1, b1 of the recognition
 * LSTM ("what"); Wx2, Wh2, b2 of the location LSTM ("where"), Wc of its coarse input and W0, b0 of its initial state; Wm, bm of
 * the mean of the next location; Wb, bb of the baseline; Why, by of the answer.
 */
export function glimpseParams(
  { channels, features, hidden: H }: GlimpseSizes,
  random: Random,
): Params {
  const draw = layerInit(random),
    pooled = channels * GLIMPSE_SHAPE.height * GLIMPSE_SHAPE.width / 4;
  const column = (rows: number) => new Matrix(rows, 1), relu = lecunNormal(Math.SQRT2);
  return {
    ...{ K: relu(channels, GLIMPSE_SHAPE.channels * 9, random), k: column(channels) },
    ...{ Wg: relu(features, pooled, random), Wl: normal(0.3)(features, 4, random) },
    ...{ bg: column(features), ...lstmParams(features, H, random, "1") },
    ...{ ...lstmParams(H, H, random, "2"), Wc: draw(4 * H, CONTEXT) },
    ...affine("0", 2 * H, CONTEXT, random),
    ...{ ...affine("m", 2, H, random), ...affine("b", 1, H, random) },
    ...{ Why: draw(END_OF_STRIP + 1, H), by: column(END_OF_STRIP + 1) },
  };
}

/** Strips as inputs of a reader: images (480 × batch), and the same at half the resolution (120 × batch). */
export interface StripInputs<V> {
  images: V;
  context: V;
}

/** The state of a reader: that of the recognition LSTM (what), that of the location LSTM (where), and the last location. */
export interface ReaderState<V> {
  what: V;
  where: V;
  location: V;
}

/** A glimpse: the state after it, the mean of its location, the output of the sensor, and the baseline of its reward. */
export interface Glimpse<V> extends ReaderState<V> {
  mean: V;
  crop: V;
  baseline: V;
}

/** Returns the state before the first glimpse: zeros for recognition, and tanh(W0 v + b0) of the coarse image v for the location. */
export function initialReaderState<V extends TensorOps<V>>(
  p: Weights<V>,
  context: V,
  zeros: Zeros<V>,
): ReaderState<V> {
  const where = applyAffine(p, "0", context).tanh();
  return { what: zeros(2 * p.Wh1.cols), where, location: zeros(2) };
}

/**
 * Computes one glimpse (Ba et al. 2015, §3.1). `locate` returns the location l, given its mean μ = tanh(Wm h² + bm). The
 * recognition LSTM reads the features g at l, the location LSTM h¹ and Wc v. Only the latter depends on the coarse image v, so
 * no digit can be classified without a glimpse at it. Throws RangeError for images of another size.
 */
export function glimpseStep<V extends TensorOps<V>>(
  p: Weights<V>,
  images: V,
  fromContext: V,
  before: ReaderState<V>,
  locate: (mean: V) => V,
): Glimpse<V> {
  const h2 = hiddenOf(before.where);
  const mean = applyAffine(p, "m", h2).tanh();
  const baseline = applyAffine(p, "b", h2.stopGradient());
  const location = locate(mean), crop = images.apply(sensor, location);
  const g = featuresAt(p, crop, location, before.location);
  const what = lstmStep(p.Wh1, p.b1, p.Wx1.matmul(g), before.what), h1 = hiddenOf(what);
  const where = lstmStep(p.Wh2, p.b2, p.Wx2.matmul(h1).add(fromContext), before.where);
  return { what, where, location, mean, crop, baseline };
}

/** Computes the features of a glimpse: ReLU(Wg a + Wl (l, l − l_before) + bg), a the output of convolution, ReLU and pooling. */
function featuresAt<V extends TensorOps<V>>(p: Weights<V>, crop: V, l: V, before: V): V {
  const maps = { ...GLIMPSE_SHAPE, channels: p.K.rows };
  const a = convolve(p.K, p.k, crop, GLIMPSE_SHAPE).relu().maxPool(maps);
  return p.Wg.matmul(a).add(p.Wl.matmul(l.vstack(l.subtract(before)))).addColumn(p.bg).relu();
}
