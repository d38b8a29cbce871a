import type { Params } from "../../lib/cells/cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import { lecunNormal, normal, type Random } from "../../lib/random.ts";
import { END_OF_STRIP, STRIP_SHAPE } from "../../datasets/scenes/strip.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { layerInit, lstmParams, lstmStep, type Weights, type Zeros } from "../layers.ts";
import { convolve } from "../cnn/cnn.ts";
import { GLIMPSE_SHAPE, glimpseSensor } from "./sensor.ts";

/** The sizes of a reader of strips. */
export interface GlimpseSizes {
  /** The maps of the convolution that sees a glimpse. */
  channels: number;
  /** The features of a glimpse. */
  features: number;
  /** H, the hidden units of either LSTM. */
  hidden: number;
}

/** The sizes of the course's reader. */
export const READER_SIZES: GlimpseSizes = { channels: 16, features: 96, hidden: 64 };

const CONTEXT = sizeOf(STRIP_SHAPE) / 4, sensor = glimpseSensor(STRIP_SHAPE);

/**
 * The weights of a reader (Ba et al. 2015, §3): K, k, Wg, Wl, bg of the glimpse network; Wx1, Wh1, b1 of the LSTM that
 * knows what was seen, Wx2, Wh2, b2 of the one that knows where to look, Wc of the coarse picture that it sees, W0, b0 of its
 * first state; Wm, bm of the mean of the next location; Wb, bb of the baseline; Why, by of the answer.
 */
export function glimpseParams(
  { channels, features, hidden: H }: GlimpseSizes,
  random: Random,
): Params {
  const draw = layerInit(random), seen = channels * GLIMPSE_SHAPE.height * GLIMPSE_SHAPE.width / 4;
  const column = (rows: number) => new Matrix(rows, 1), relu = lecunNormal(Math.SQRT2);
  return {
    ...{ K: relu(channels, GLIMPSE_SHAPE.channels * 9, random), k: column(channels) },
    ...{ Wg: relu(features, seen, random), Wl: normal(0.3)(features, 4, random) },
    ...{ bg: column(features), ...lstmParams(features, H, random, "1") },
    ...{ ...lstmParams(H, H, random, "2"), Wc: draw(4 * H, CONTEXT) },
    ...{ W0: draw(2 * H, CONTEXT), b0: column(2 * H) },
    ...{ Wm: draw(2, H), bm: column(2), Wb: draw(1, H), bb: column(1) },
    ...{ Why: draw(END_OF_STRIP + 1, H), by: column(END_OF_STRIP + 1) },
  };
}

/** What strips show: their images (480 × batch), and the same at half the resolution (120 × batch). */
export interface StripInputs<V> {
  images: V;
  context: V;
}

/** Where a reader stands: the state c on h of the LSTM that knows what was seen, of the one that knows where to look, and where it looked. */
export interface ReaderState<V> {
  what: V;
  where: V;
  location: V;
}

/** One glimpse: its state, the mean of its location, what the sensor gave, and the reward that was expected before it. */
export interface Glimpse<V> extends ReaderState<V> {
  mean: V;
  crop: V;
  baseline: V;
}

/** Before the first glimpse nothing was seen; the coarse picture says where to look: tanh(W0 v + b0). */
export function initialReaderState<V extends TensorOps<V>>(
  p: Weights<V>,
  context: V,
  zeros: Zeros<V>,
): ReaderState<V> {
  const where = p.W0.matmul(context).addColumn(p.b0).tanh();
  return { what: zeros(2 * p.Wh1.cols), where, location: zeros(2) };
}

/**
 * One glimpse (Ba et al. 2015, §3.1): h² asks for a location with the mean μ = tanh(Wm h² + bm); the glimpse at l gives g; the
 * first LSTM takes g, the second the first's h and Wc v. The coarse picture v goes to the second alone, so that no digit can
 * be read without a glimpse at it. Throws RangeError for images of another size.
 */
export function glimpseStep<V extends TensorOps<V>>(
  p: Weights<V>,
  images: V,
  fromContext: V,
  before: ReaderState<V>,
  locate: (mean: V) => V,
): Glimpse<V> {
  const H = p.Wh1.cols, h2 = before.where.sliceRows(H, 2 * H);
  const mean = p.Wm.matmul(h2).addColumn(p.bm).tanh();
  const baseline = p.Wb.matmul(h2.stopGradient()).addColumn(p.bb);
  const location = locate(mean), crop = images.apply(sensor, location);
  const g = featuresAt(p, crop, location, before.location);
  const what = lstmStep(p.Wh1, p.b1, p.Wx1.matmul(g), before.what), h1 = what.sliceRows(H, 2 * H);
  const where = lstmStep(p.Wh2, p.b2, p.Wx2.matmul(h1).add(fromContext), before.where);
  return { what, where, location, mean, crop, baseline };
}

/** The features of a glimpse: ReLU(Wg a + Wl (l, l − l_before) + bg), a what a convolution, ReLU and pooling leave of the crop. */
function featuresAt<V extends TensorOps<V>>(p: Weights<V>, crop: V, l: V, before: V): V {
  const maps = { ...GLIMPSE_SHAPE, channels: p.K.rows };
  const a = convolve(p.K, p.k, crop, GLIMPSE_SHAPE).relu().maxPool(maps);
  return p.Wg.matmul(a).add(p.Wl.matmul(l.vstack(l.subtract(before)))).addColumn(p.bg).relu();
}
