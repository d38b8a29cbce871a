import { MAX_DIGITS } from "../../datasets/scenes/strip.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { checkIntegers } from "../../lib/checks.ts";
import { hiddenOf, readout, type Weights, type Zeros } from "../layers.ts";
import {
  type Glimpse,
  glimpseStep,
  initialReaderState,
  type ReaderState,
  type StripInputs,
} from "./glimpse.ts";
import { advantage, policyGradientLoss, rmsNormalize, targetProbability } from "./reinforce.ts";

/** The number of glimpses and answers of a reading. */
export interface GlimpsePlan {
  /** The number of glimpses before each answer. */
  glimpses: number;
  /** The number of answers: a label for each digit, and the end. */
  answers: number;
}

/** The default plan: two glimpses for each of up to three digits and the end. */
export const DEFAULT_PLAN: GlimpsePlan = { glimpses: 2, answers: MAX_DIGITS + 1 };

/** A policy: returns the location of glimpse n = 0, 1, … given the mean of the learned policy; y above x, from −1 to 1, 2 × batch. */
export type LocationPolicy<V> = (mean: V, n: number) => V;

/** The glimpses of a reading, and the scores of each answer (classes × batch). */
export interface GlimpseRun<V> {
  glimpses: Glimpse<V>[];
  scores: V[];
}

/**
 * Reads strips by glimpses and computes the scores Why h¹ + by of each answer. Throws RangeError unless the numbers of the plan
 * are positive integers, and for images of another size.
 */
export function unrollGlimpses<V extends TensorOps<V>>(
  p: Weights<V>,
  { images, context }: StripInputs<V>,
  policy: LocationPolicy<V>,
  zeros: Zeros<V>,
  plan = DEFAULT_PLAN,
): GlimpseRun<V> {
  checkIntegers("Cannot read a strip", { glimpses: plan.glimpses, answers: plan.answers });
  const fromContext = p.Wc.matmul(context);
  const glimpses: Glimpse<V>[] = [], scores: V[] = [];
  let state: ReaderState<V> = initialReaderState(p, context, zeros);
  for (let n = 0; n < plan.glimpses * plan.answers; n++) {
    const glimpse = glimpseStep(p, images, fromContext, state, (mean) => policy(mean, n));
    glimpses.push(glimpse);
    if ((n + 1) % plan.glimpses === 0) scores.push(readout(p, hiddenOf(glimpse.what)));
    state = glimpse;
  }
  return { glimpses, scores };
}

/** The terms of a reader's loss, each 1×1 and averaged over the batch. */
export interface GlimpseLoss<V> {
  /** Σ −log ŷ of the answers. */
  answers: V;
  /** Σ (R − b)², whose gradient flows to the baseline only. */
  baseline: V;
  /** Σ −A log π(l), whose gradient flows to the policy only. */
  policy: V;
}

/**
 * Computes the loss of a reading. The reward R of a glimpse is the probability of the target of its answer; its advantage A is
 * R − b divided by the root mean square of the batch; σ (2 × batch) is the standard deviation of the locations. Throws
 * RangeError for another number of targets.
 */
export function glimpseLoss<V extends TensorOps<V>>(
  { glimpses, scores }: GlimpseRun<V>,
  targets: Int32Array[],
  sigma: V,
): GlimpseLoss<V> {
  if (targets.length !== scores.length) {
    throw new RangeError(
      `Cannot compute the loss: expected ${scores.length} targets, got ${targets.length}`,
    );
  }
  const add = (sum: V, one: V) => sum.add(one), over = (A: V, C: V) => A.vstack(C);
  const answers = scores.map((one, k) => one.crossEntropy(targets[k])).reduce(add);
  const R = scores.map((one, k) => one.apply(targetProbability(targets[k]))).reduce(over);
  const difference = R.apply(
    advantage(targets),
    glimpses.map(({ baseline }) => baseline).reduce(over),
  );
  const A = difference.apply(rmsNormalize);
  const policy = glimpses.map(({ mean, location }, n) =>
    mean.apply(policyGradientLoss, location, sigma, A.sliceRows(n, n + 1))
  ).reduce(add);
  const mean = (whole: V) => whole.batchMean();
  return { answers, baseline: mean(difference.hadamard(difference)), policy: mean(policy) };
}
