import { rnnWeights, type Sampler, sampler } from "../../grading/judge/cases.ts";
import type { Case } from "../../grading/judge/check.ts";
import type { Values } from "../../grading/judge/values.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";

const H = 3, V = 4, B = 2, T = 3; // units, classes, sequences, time steps

/** Draws the weights of a plain cell with its readout: Wxh (H×D), Whh (H×H), bh (H×1), Why (V×H), by (V×1). */
export function textWeights(
  draw: Sampler,
  { D, H, V }: Record<"D" | "H" | "V", number>,
): Record<string, Matrix> {
  return { ...rnnWeights(draw, D, H), Why: draw.matrix(V, H), by: draw.matrix(V, 1) };
}

/** Two trainings on four batches: one with a threshold below all norms, and one with a threshold above most of them. */
export function twoTrainings(random: Random): Case[] {
  const draw = sampler(random);
  return [draw.uniform(0.02, 0.05), draw.uniform(1.5, 2)].map((threshold) => {
    const batches = [1, 2, 3, 4].map(() => batchOf(draw));
    const args = [textWeights(draw, { D: V, H, V }), batches, draw.uniform(0.2, 0.4), threshold];
    return { call: { name: "train", args } };
  });
}

/** Draws a batch: classes as inputs and targets, each a list over time of lists over sequences. */
function batchOf({ integer }: Sampler): Values {
  const classes = () =>
    Array.from({ length: T }, () => Array.from({ length: B }, () => integer(V)));
  return { inputs: classes(), targets: classes() };
}

/** Four texts, two without an end, and two that end by chance; large weights make the classes depend on the state. */
export function sampling(random: Random): Case[] {
  const draw = sampler(random), V = 6, H = 4;
  return [-40, -40, 2, 2].map((bias) => {
    const end = draw.integer(V), { Wxh, Whh, bh, Why } = textWeights(draw, { D: V, H, V });
    const by = draw.matrix(V, 1, 0.2);
    by.data[end] += bias;
    const weights = { Wxh: Wxh.scale(2.5), Whh: Whh.scale(1.5), bh, Why, by };
    const uniforms = Array.from({ length: 24 }, () => draw.uniform(0, 0.999));
    const args = [weights, (end + 1) % V, uniforms, draw.uniform(0.6, 0.8), end];
    return { call: { name: "sampleText", args } };
  });
}
