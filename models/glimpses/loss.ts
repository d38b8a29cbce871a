import { MAX_DIGITS } from "../../datasets/scenes/strip.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { readout, type Weights, type Zeros } from "../layers.ts";
import {
  type Glimpse,
  glimpseStep,
  initialReaderState,
  type ReaderState,
  type StripInputs,
} from "./glimpse.ts";
import { advantage, policyGradientLoss, rmsNormalize, targetProbability } from "./reinforce.ts";

/** How a strip is read. */
export interface GlimpsePlan {
  /** How many glimpses there are before each answer. */
  glimpses: number;
  /** How many answers there are: a label for each digit, and the end. */
  answers: number;
}

/** Two glimpses for each of up to three digits and the end. */
export const DEFAULT_PLAN: GlimpsePlan = { glimpses: 2, answers: MAX_DIGITS + 1 };

/** Where the eye looks, given the mean that the network asks for at glimpse n = 0, 1, …: y on x, from −1 to 1, 2 × batch. */
export type LocationPolicy<V> = (mean: V, n: number) => V;

/** All glimpses at strips, and the scores of each answer (classes × batch). */
export interface GlimpseRun<V> {
  glimpses: Glimpse<V>[];
  scores: V[];
}

/**
 * Reads strips by glimpses, and answers after every few: Why h¹ + by. Throws RangeError for a plan of no glimpses, and for
 * images of another size.
 */
export function unrollGlimpses<V extends TensorOps<V>>(
  p: Weights<V>,
  { images, context }: StripInputs<V>,
  policy: LocationPolicy<V>,
  zeros: Zeros<V>,
  plan = DEFAULT_PLAN,
): GlimpseRun<V> {
  checkPlan(plan);
  const H = p.Wh1.cols, fromContext = p.Wc.matmul(context);
  const glimpses: Glimpse<V>[] = [], scores: V[] = [];
  let state: ReaderState<V> = initialReaderState(p, context, zeros);
  for (let n = 0; n < plan.glimpses * plan.answers; n++) {
    const glimpse = glimpseStep(p, images, fromContext, state, (mean) => policy(mean, n));
    glimpses.push(glimpse);
    if ((n + 1) % plan.glimpses === 0) scores.push(readout(p, glimpse.what.sliceRows(H, 2 * H)));
    state = glimpse;
  }
  return { glimpses, scores };
}

function checkPlan({ glimpses, answers }: GlimpsePlan): void {
  if ([glimpses, answers].every((count) => Number.isInteger(count) && count > 0)) return;
  throw new RangeError(`Cannot read ${answers} answers by ${glimpses} glimpses each`);
}

/** The parts of a reader's loss, each 1×1 and the mean over the batch. */
export interface GlimpseLoss<V> {
  /** Σ −log ŷ of the answers. */
  answers: V;
  /** Σ (R − b)², which only the baseline learns from. */
  baseline: V;
  /** Σ −A log π(l), which only what moves the eye learns from. */
  policy: V;
}

/**
 * The loss of a reading against its targets: the reward of a glimpse is the probability of the right answer that it serves,
 * its advantage A = (R − b) in units of the batch, σ (2 × batch) the spread with which its location was drawn.
 */
export function glimpseLoss<V extends TensorOps<V>>(
  { glimpses, scores }: GlimpseRun<V>,
  targets: Int32Array[],
  spread: V,
): GlimpseLoss<V> {
  if (targets.length !== scores.length) {
    throw new RangeError(`Cannot hold ${scores.length} answers to ${targets.length} targets`);
  }
  const add = (sum: V, one: V) => sum.add(one), over = (A: V, C: V) => A.vstack(C);
  const answers = scores.map((one, k) => one.crossEntropy(targets[k])).reduce(add);
  const R = scores.map((one, k) => one.apply(targetProbability(targets[k]))).reduce(over);
  const better = R.apply(advantage(targets), glimpses.map(({ baseline }) => baseline).reduce(over));
  const A = better.apply(rmsNormalize);
  const eye = glimpses.map(({ mean, location }, n) =>
    mean.apply(policyGradientLoss, location, spread, A.sliceRows(n, n + 1))
  ).reduce(add);
  const mean = (whole: V) => whole.batchMean();
  return { answers, baseline: mean(better.hadamard(better)), policy: mean(eye) };
}
