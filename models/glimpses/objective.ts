import { type Strip, STRIP_SHAPE, stripTargets } from "../../datasets/scenes/strip.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import type { FastValue } from "../../lib/fast/fast_value.ts";
import type { Objective } from "../../lib/fast/tape_trainer.ts";
import type { Random } from "../../lib/random.ts";
import { DEFAULT_PLAN, glimpseLoss, type GlimpsePlan, unrollGlimpses } from "./loss.ts";
import { locationNoise, locationSigma, stripInputs, uniformLocations } from "./reading.ts";

/** A batch of strips, and the randomness of its locations. */
export interface StripBatch {
  strips: Strip[];
  /** σ, the standard deviation of the locations, in pixels. */
  sigma: number;
  random: Random;
}

/** Options of `glimpseObjective`. */
export interface GlimpseObjectiveOptions {
  /** The policy for the locations: learned, or uniformly random. */
  policy: "learned" | "random";
  /** Weight of the policy-gradient loss, by default 0.1. */
  weight?: number;
  /** By default two glimpses for each of four answers. */
  plan?: GlimpsePlan;
}

/**
 * Returns the loss of a glimpse reader for `TapeTrainer`: cross-entropy of its answers, the squared error of its baseline, and the
 * policy-gradient loss (REINFORCE) of its locations. Outputs, means over the batch: "answers", Σ −log ŷ in nats per strip,
 * and "baseline", Σ (R − b)² of the glimpses. The weights are those of `glimpseParams`.
 */
export function glimpseObjective(
  { policy, weight = 0.1, plan = DEFAULT_PLAN }: GlimpseObjectiveOptions,
): Objective<StripBatch> {
  return (tape, p) => {
    const inputs = {
      images: tape.input(sizeOf(STRIP_SHAPE)),
      context: tape.input(sizeOf(STRIP_SHAPE) / 4),
    };
    const offsets = Array.from({ length: plan.glimpses * plan.answers }, () => tape.input(2));
    const targets = Array.from({ length: plan.answers }, () => tape.classes());
    const sigmas = tape.input(2);
    const sampled = (mean: FastValue, n: number) => mean.stopGradient().add(offsets[n]);
    const location = policy === "learned" ? sampled : (_: FastValue, n: number) => offsets[n];
    const run = unrollGlimpses(p, inputs, location, (rows) => tape.input(rows), plan);
    const { answers, baseline, policy: policyLoss } = glimpseLoss(run, targets, sigmas);
    const supervised = answers.add(baseline);
    return {
      loss: policy === "learned" ? supervised.add(policyLoss.scale(weight)) : supervised,
      outputs: { answers, baseline },
      load({ strips, sigma, random }) {
        const { images, context } = stripInputs(strips);
        const σ = locationSigma(sigma, tape.batch);
        inputs.images.write(images);
        inputs.context.write(context);
        sigmas.write(σ);
        for (const input of offsets) {
          const isRandom = policy === "random";
          input.write(isRandom ? uniformLocations(tape.batch, random) : locationNoise(σ, random));
        }
        stripTargets(strips, plan.answers).forEach((row, k) => tape.setClasses(targets[k], row));
      },
    };
  };
}
