import { zerosLikeBatch } from "../layers.ts";
import type { Params } from "../../lib/cells/cell.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import { argmax } from "../../lib/loss.ts";
import { Matrix } from "../../lib/matrix.ts";
import { gaussian, type Random } from "../../lib/random.ts";
import { imageColumns } from "../../datasets/scenes/scene.ts";
import {
  downsample2x,
  END_OF_STRIP,
  type Strip,
  STRIP_SHAPE,
  stripTargets,
} from "../../datasets/scenes/strip.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { StripInputs } from "./glimpse.ts";
import { DEFAULT_PLAN, type GlimpseRun, type LocationPolicy, unrollGlimpses } from "./loss.ts";

/** Returns strips as inputs of a reader; throws RangeError for no strips. */
export function stripInputs(strips: Strip[]): StripInputs<Matrix> {
  if (strips.length === 0) throw new RangeError("Cannot read strips: expected at least one, got 0");
  const images = imageColumns(strips);
  return { images, context: downsample2x(images) };
}

/** The policy of a reading: the mean of the learned policy, or uniformly random locations from a generator. */
export type GlimpsePolicy = "mean" | Random;

function locationPolicy(policy: GlimpsePolicy, batch: number): LocationPolicy<Value> {
  return policy === "mean" ? (mean) => mean : () => new Value(uniformLocations(batch, policy));
}

/** Returns uniformly random locations from −1 to 1, 2 × batch. */
export function uniformLocations(batch: number, random: Random): Matrix {
  return new Matrix(2, batch).map(() => 2 * random() - 1);
}

/** Converts the standard deviation σ of locations from pixels to units of half a side, 2 × batch. Throws RangeError unless 0 < σ < ∞. */
export function locationSigma(sigma: number, batch: number): Matrix {
  if (!(sigma > 0 && sigma < Infinity)) {
    throw new RangeError(
      `Cannot sample locations: sigma must be positive and finite, got ${sigma}`,
    );
  }
  const { height, width } = STRIP_SHAPE, sigmas = new Matrix(2, batch);
  sigmas.data.fill(2 * sigma / height, 0, batch).fill(2 * sigma / width, batch);
  return sigmas;
}

/** Returns σ ε in the shape of σ; added to the mean μ, it gives a sample from N(μ, σ²). */
export function locationNoise(sigmas: Matrix, random: Random): Matrix {
  return sigmas.map((sigma) => sigma * gaussian(random));
}

/** Reads strips in float64. */
export function runGlimpses(
  params: Params,
  strips: Strip[],
  policy: GlimpsePolicy,
  plan = DEFAULT_PLAN,
): GlimpseRun<Value> {
  const { images, context } = stripInputs(strips), B = strips.length;
  const inputs = { images: new Value(images), context: new Value(context) };
  const locate = locationPolicy(policy, B);
  return unrollGlimpses(toValues(params), inputs, locate, zerosLikeBatch(B), plan);
}

/** Converts a location (y, x from −1 to 1) to pixels from the upper left corner of a strip. */
export function toPixels(y: number, x: number): { y: number; x: number } {
  return { y: (1 + y) / 2 * STRIP_SHAPE.height, x: (1 + x) / 2 * STRIP_SHAPE.width };
}

/** Returns the locations of the glimpses at strip b, in pixels. */
export function fixationPath({ glimpses }: GlimpseRun<Value>, b = 0): { y: number; x: number }[] {
  return glimpses.map(({ location: { matrix } }) => toPixels(matrix.at(0, b), matrix.at(1, b)));
}

/** Predicts the labels of each strip, up to and including the end, or the last answer. */
export function predictLabels(
  params: Params,
  strips: Strip[],
  policy: GlimpsePolicy,
  plan = DEFAULT_PLAN,
): number[][] {
  const labels: number[][] = [];
  for (let from = 0; from < strips.length; from += 100) { // limits memory
    const some = strips.slice(from, from + 100);
    const { scores } = runGlimpses(params, some, policy, plan);
    const answers = scores.map(({ matrix }) => argmax(matrix));
    some.forEach((_, b) => labels.push(untilEnd(answers.map((answer) => answer[b]))));
  }
  return labels;
}

/** Returns for each strip true if all its labels and the end are predicted correctly. */
export function exactStripMatches(
  params: Params,
  strips: Strip[],
  policy: GlimpsePolicy,
  plan = DEFAULT_PLAN,
): boolean[] {
  const targets = stripTargets(strips, plan.answers);
  return predictLabels(params, strips, policy, plan).map((labels, b) =>
    labels.join() === untilEnd(targets.map((row) => row[b])).join()
  );
}

function untilEnd(answers: number[]): number[] {
  const end = answers.indexOf(END_OF_STRIP);
  return end < 0 ? answers : answers.slice(0, end + 1);
}
