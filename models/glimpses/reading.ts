import type { Params } from "../../lib/cells/cell.ts";
import { valuesOf } from "../../lib/autodiff/tape_cell.ts";
import { likeliest } from "../../lib/loss.ts";
import { Matrix } from "../../lib/matrix.ts";
import { gaussian, type Random } from "../../lib/random.ts";
import { imagesOf } from "../../datasets/scenes/scene.ts";
import {
  coarse,
  END_OF_STRIP,
  STRIP,
  type Strip,
  stripTargets,
} from "../../datasets/scenes/strip.ts";
import { Value } from "../../lib/autodiff/value.ts";
import { PLAN, type Policy, type Reading, readStrips } from "./loss.ts";
import { zerosOf } from "../captioners/decoding.ts";

/** What strips show, as matrices: see `Shown`. Throws RangeError for no strips. */
export function shownOf(strips: Strip[]): { images: Matrix; context: Matrix } {
  if (strips.length === 0) throw new RangeError("Cannot read no strips");
  const images = imagesOf(strips);
  return { images, context: coarse(images) };
}

/** How strips are looked at: where the network asks to (`asked`), or anywhere, drawn from a source of chance. */
export type Eye = "asked" | Random;

/** The policy of an eye on the readable tape. */
function policyOf(eye: Eye, batch: number): Policy<Value> {
  return eye === "asked" ? (mean) => mean : () => new Value(anywhere(batch, eye));
}

/** Uniform locations: 2 × batch, each from −1 to 1. */
export function anywhere(batch: number, random: Random): Matrix {
  return new Matrix(2, batch).map(() => 2 * random() - 1);
}

/** The spread σ of locations, given in pixels, in units of the half sides: 2 × batch. Throws RangeError unless σ > 0. */
export function spreadOf(sigma: number, batch: number): Matrix {
  if (!(sigma > 0 && sigma < Infinity)) {
    throw new RangeError(`Cannot look with a spread of ${sigma}`);
  }
  const { height, width } = STRIP, spread = new Matrix(2, batch);
  spread.data.fill(2 * sigma / height, 0, batch).fill(2 * sigma / width, batch);
  return spread;
}

/** What is added to a mean location to draw from N(μ, σ²): σ ε, of the shape of σ. */
export function jitter(spread: Matrix, random: Random): Matrix {
  return spread.map((sigma) => sigma * gaussian(random));
}

/** A reading of strips by weights, in float64. */
export function reading(params: Params, strips: Strip[], eye: Eye, plan = PLAN): Reading<Value> {
  const { images, context } = shownOf(strips), B = strips.length;
  const shown = { images: new Value(images), context: new Value(context) };
  return readStrips(valuesOf(params), shown, policyOf(eye, B), zerosOf(B), plan);
}

/** A location (y, x from −1 to 1) in pixels from the upper left corner of a strip. */
export function inPixels(y: number, x: number): { y: number; x: number } {
  return { y: (1 + y) / 2 * STRIP.height, x: (1 + x) / 2 * STRIP.width };
}

/** Where the glimpses of a reading at strip b were, in pixels. */
export function pathOf({ glimpses }: Reading<Value>, b = 0): { y: number; x: number }[] {
  return glimpses.map(({ location: { matrix } }) => inPixels(matrix.at(0, b), matrix.at(1, b)));
}

/** The labels that are read off each strip, up to the end or the last answer; a hundred strips at a time. */
export function readAll(params: Params, strips: Strip[], eye: Eye, plan = PLAN): number[][] {
  const said: number[][] = [];
  for (let from = 0; from < strips.length; from += 100) {
    const some = strips.slice(from, from + 100);
    const answers = reading(params, some, eye, plan).scores.map(({ matrix }) => likeliest(matrix));
    said.push(...some.map((_, b) => untilEnd(answers.map((answer) => answer[b]))));
  }
  return said;
}

/** Whether all that is read off each strip is right, its end among it. */
export function readRight(params: Params, strips: Strip[], eye: Eye, plan = PLAN): boolean[] {
  const wanted = stripTargets(strips, plan.answers);
  return readAll(params, strips, eye, plan).map((said, b) =>
    said.join() === untilEnd(wanted.map((row) => row[b])).join()
  );
}

function untilEnd(answers: number[]): number[] {
  const end = answers.indexOf(END_OF_STRIP);
  return end < 0 ? answers : answers.slice(0, end + 1);
}
