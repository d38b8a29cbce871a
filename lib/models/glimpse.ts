import type { Params } from "../cells/cell.ts";
import { Matrix } from "../matrix.ts";
import { sizeOf } from "../patches.ts";
import { normal, type Random, scaled } from "../random.ts";
import { END_OF_STRIP, MOST_DIGITS, STRIP } from "../scenes/strip.ts";
import type { Taped } from "../taped.ts";
import type { Weights, Zeros } from "./captioner.ts";
import { drawing, lstmParams, lstmTick, readout } from "./captioners/parts.ts";
import { convolve } from "./cnn.ts";
import { ahead, chanceOf, held, inUnits, surprise } from "./reinforce.ts";
import { CROP, sensorOf } from "./sensor.ts";

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
export const READER: GlimpseSizes = { channels: 16, features: 96, hidden: 64 };

/** How a strip is read. */
export interface Plan {
  /** How many glimpses there are before each answer. */
  looks: number;
  /** How many answers there are: a label for each digit, and the end. */
  answers: number;
}

/** Two glimpses for each of up to three digits and the end. */
export const PLAN: Plan = { looks: 2, answers: MOST_DIGITS + 1 };

const CONTEXT = sizeOf(STRIP) / 4, sensor = sensorOf(STRIP);

/**
 * The weights of a reader (Ba et al. 2015, §3): K, k, Wg, Wl, bg of the glimpse network; Wx1, Wh1, b1 of the LSTM that
 * knows what was seen, Wx2, Wh2, b2 of the one that knows where to look, Wc of the coarse picture that it sees, W0, b0 of its
 * first state; Wm, bm of the mean of the next location; Wb, bb of the baseline; Why, by of the answer.
 */
export function glimpseParams(
  { channels, features, hidden: H }: GlimpseSizes,
  random: Random,
): Params {
  const draw = drawing(random), seen = channels * CROP.height * CROP.width / 4;
  const column = (rows: number) => new Matrix(rows, 1), relu = scaled(Math.SQRT2);
  return {
    ...{ K: relu(channels, CROP.channels * 9, random), k: column(channels) },
    ...{ Wg: relu(features, seen, random), Wl: normal(0.3)(features, 4, random) },
    ...{ bg: column(features), ...lstmParams(features, H, random, "1") },
    ...{ ...lstmParams(H, H, random, "2"), Wc: draw(4 * H, CONTEXT) },
    ...{ W0: draw(2 * H, CONTEXT), b0: column(2 * H) },
    ...{ Wm: draw(2, H), bm: column(2), Wb: draw(1, H), bb: column(1) },
    ...{ Why: draw(END_OF_STRIP + 1, H), by: column(END_OF_STRIP + 1) },
  };
}

/** Where the eye looks, given the mean that the network asks for at glimpse n = 0, 1, …: y on x, from −1 to 1, 2 × batch. */
export type Policy<V> = (mean: V, n: number) => V;

/** One glimpse: the mean of its location, the location, what the sensor gave, and the reward that was expected before it. */
export interface Glimpse<V> {
  mean: V;
  location: V;
  crop: V;
  expected: V;
}

/** All glimpses at strips, and the scores of each answer (classes × batch). */
export interface Reading<V> {
  glimpses: Glimpse<V>[];
  scores: V[];
}

/** What strips show: their images (480 × batch), and the same at half the resolution (120 × batch). */
export interface Shown<V> {
  images: V;
  context: V;
}

/** The features of a glimpse: ReLU(Wg a + Wl (l, l − l_before) + bg), a what a convolution, ReLU and pooling leave of the crop. */
function featuresAt<V extends Taped<V>>(p: Weights<V>, crop: V, l: V, before: V): V {
  const maps = { ...CROP, channels: p.K.rows };
  const a = convolve(p.K, p.k, crop, CROP).relu().maxPool(maps);
  return p.Wg.matmul(a).add(p.Wl.matmul(l.over(l.subtract(before)))).addColumn(p.bg).relu();
}

/**
 * Reads strips by glimpses (Ba et al. 2015, §3.1): a glimpse at l gives g; the first LSTM takes g and answers after every
 * few; the second takes the first's h and the coarse picture, and asks for the next l. The coarse picture goes to the
 * second alone, so that no digit can be read without a glimpse at it. Throws RangeError for a plan of no glimpses, and for
 * images of another size.
 */
export function readStrips<V extends Taped<V>>(
  p: Weights<V>,
  { images, context }: Shown<V>,
  policy: Policy<V>,
  zeros: Zeros<V>,
  plan = PLAN,
): Reading<V> {
  checkPlan(plan);
  const H = p.Wh1.cols, fromContext = p.Wc.matmul(context);
  let what = zeros(2 * H), where = p.W0.matmul(context).addColumn(p.b0).tanh(), before = zeros(2);
  const glimpses: Glimpse<V>[] = [], scores: V[] = [];
  for (let n = 0; n < plan.looks * plan.answers; n++) {
    const h2 = where.sliceRows(H, 2 * H);
    const mean = p.Wm.matmul(h2).addColumn(p.bm).tanh();
    const expected = p.Wb.matmul(h2.apply(held)).addColumn(p.bb);
    const location = policy(mean, n), crop = images.apply(sensor, location);
    const g = featuresAt(p, crop, location, before);
    what = lstmTick(p.Wh1, p.b1, p.Wx1.matmul(g), what);
    const h1 = what.sliceRows(H, 2 * H);
    where = lstmTick(p.Wh2, p.b2, p.Wx2.matmul(h1).add(fromContext), where);
    glimpses.push({ mean, location, crop, expected });
    if ((n + 1) % plan.looks === 0) scores.push(readout(p, h1));
    before = location;
  }
  return { glimpses, scores };
}

function checkPlan({ looks, answers }: Plan): void {
  if ([looks, answers].every((count) => Number.isInteger(count) && count > 0)) return;
  throw new RangeError(`Cannot read ${answers} answers by ${looks} glimpses each`);
}

/** The parts of a reader's loss, each 1×1 and the mean over the batch. */
export interface GlimpseLoss<V> {
  /** Σ −log ŷ of the answers. */
  answers: V;
  /** Σ (R − b)², which only the baseline learns from. */
  baseline: V;
  /** Σ −A log π(l), which only what moves the eye learns from. */
  eye: V;
}

/**
 * The loss of a reading against its targets: the reward of a glimpse is the probability of the right answer that it serves,
 * its advantage A = (R − b) in units of the batch, σ (2 × batch) the spread with which its location was drawn.
 */
export function glimpseLoss<V extends Taped<V>>(
  { glimpses, scores }: Reading<V>,
  targets: Int32Array[],
  spread: V,
): GlimpseLoss<V> {
  if (targets.length !== scores.length) {
    throw new RangeError(`Cannot hold ${scores.length} answers to ${targets.length} targets`);
  }
  const B = spread.cols, add = (sum: V, one: V) => sum.add(one), over = (A: V, C: V) => A.over(C);
  const answers = scores.map((one, k) => one.crossEntropy(targets[k])).reduce(add);
  const R = scores.map((one, k) => one.apply(chanceOf(targets[k]))).reduce(over);
  const better = R.apply(ahead(targets), glimpses.map(({ expected }) => expected).reduce(over));
  const A = better.apply(inUnits);
  const eye = glimpses.map(({ mean, location }, n) =>
    mean.apply(surprise, location, spread, A.sliceRows(n, n + 1))
  ).reduce(add);
  const mean = (whole: V) => whole.sum().scale(1 / B);
  return { answers, baseline: mean(better.hadamard(better)), eye: mean(eye) };
}
