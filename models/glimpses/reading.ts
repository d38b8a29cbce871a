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
import { DEFAULT_PLAN, type GlimpseRun, type LocationPolicy, unrollGlimpses } from "./loss.ts";

/** What strips show, as matrices: see `Shown`. Throws RangeError for no strips. */
export function stripInputs(strips: Strip[]): { images: Matrix; context: Matrix } {
  if (strips.length === 0) throw new RangeError("Cannot read no strips");
  const images = imageColumns(strips);
  return { images, context: downsample2x(images) };
}

/** How strips are looked at: where the network asks to (`asked`), or anywhere, drawn from a source of chance. */
export type GlimpsePolicy = "asked" | Random;

/** The policy of an eye on the readable tape. */
function policyOf(eye: GlimpsePolicy, batch: number): LocationPolicy<Value> {
  return eye === "asked" ? (mean) => mean : () => new Value(uniformLocations(batch, eye));
}

/** Uniform locations: 2 × batch, each from −1 to 1. */
export function uniformLocations(batch: number, random: Random): Matrix {
  return new Matrix(2, batch).map(() => 2 * random() - 1);
}

/** The spread σ of locations, given in pixels, in units of the half sides: 2 × batch. Throws RangeError unless σ > 0. */
export function locationSigma(sigma: number, batch: number): Matrix {
  if (!(sigma > 0 && sigma < Infinity)) {
    throw new RangeError(`Cannot look with a spread of ${sigma}`);
  }
  const { height, width } = STRIP_SHAPE, spread = new Matrix(2, batch);
  spread.data.fill(2 * sigma / height, 0, batch).fill(2 * sigma / width, batch);
  return spread;
}

/** What is added to a mean location to draw from N(μ, σ²): σ ε, of the shape of σ. */
export function locationNoise(spread: Matrix, random: Random): Matrix {
  return spread.map((sigma) => sigma * gaussian(random));
}

/** A reading of strips by weights, in float64. */
export function runGlimpses(
  params: Params,
  strips: Strip[],
  eye: GlimpsePolicy,
  plan = DEFAULT_PLAN,
): GlimpseRun<Value> {
  const { images, context } = stripInputs(strips), B = strips.length;
  const shown = { images: new Value(images), context: new Value(context) };
  return unrollGlimpses(toValues(params), shown, policyOf(eye, B), zerosLikeBatch(B), plan);
}

/** A location (y, x from −1 to 1) in pixels from the upper left corner of a strip. */
export function toPixels(y: number, x: number): { y: number; x: number } {
  return { y: (1 + y) / 2 * STRIP_SHAPE.height, x: (1 + x) / 2 * STRIP_SHAPE.width };
}

/** Where the glimpses of a reading at strip b were, in pixels. */
export function fixationPath({ glimpses }: GlimpseRun<Value>, b = 0): { y: number; x: number }[] {
  return glimpses.map(({ location: { matrix } }) => toPixels(matrix.at(0, b), matrix.at(1, b)));
}

/** The labels that are read off each strip, up to the end or the last answer; a hundred strips at a time. */
export function predictLabels(
  params: Params,
  strips: Strip[],
  eye: GlimpsePolicy,
  plan = DEFAULT_PLAN,
): number[][] {
  const said: number[][] = [];
  for (let from = 0; from < strips.length; from += 100) {
    const some = strips.slice(from, from + 100);
    const answers = runGlimpses(params, some, eye, plan).scores.map(({ matrix }) => argmax(matrix));
    said.push(...some.map((_, b) => untilEnd(answers.map((answer) => answer[b]))));
  }
  return said;
}

/** Whether all that is read off each strip is right, its end among it. */
export function exactlyRead(
  params: Params,
  strips: Strip[],
  eye: GlimpsePolicy,
  plan = DEFAULT_PLAN,
): boolean[] {
  const wanted = stripTargets(strips, plan.answers);
  return predictLabels(params, strips, eye, plan).map((said, b) =>
    said.join() === untilEnd(wanted.map((row) => row[b])).join()
  );
}

function untilEnd(answers: number[]): number[] {
  const end = answers.indexOf(END_OF_STRIP);
  return end < 0 ? answers : answers.slice(0, end + 1);
}
