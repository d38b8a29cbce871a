import type { Model } from "../training/engine.ts";
import { checkFinite, checkIndex, checkIntegers } from "../checks.ts";
import { largest } from "../extent.ts";
import { argmax, softmax } from "../loss.ts";
import type { Matrix } from "../matrix.ts";
import type { Random } from "../random.ts";
import { type Decoder, textDecoder } from "./decoder.ts";

/** Options of `sample`. */
export interface SampleOptions {
  /** τ: the next class is drawn from softmax(scores / τ); 1 by default. At 0 the likeliest class is chosen. */
  temperature?: number;
  /** The source of random numbers; required unless the temperature is 0. */
  random?: Random;
  /** The class that ends the sequence; it isn't returned. None by default. */
  end?: number;
}

/**
 * Generates a sequence of classes from a model or a decoder: it reads the prefix `start`, and then each chosen class
 * becomes the next input, until `end` is chosen or `length` classes are generated. Returns the generated classes, without
 * the prefix. Throws RangeError if the prefix is empty, if it or `end` holds an invalid class, if the length is negative
 * or not an integer, if the temperature is negative or not finite, if a temperature above 0 comes without `random`, and if
 * a score isn't finite.
 */
export function sample(
  model: Model | Decoder,
  start: number[],
  length: number,
  { temperature = 1, random, end }: SampleOptions = {},
): number[] {
  checkStart("Cannot sample", start);
  checkIntegers("Cannot sample", { length }, 0);
  checkTemperature(temperature, random);
  const decoder: Decoder = "step" in model ? model : textDecoder(model);
  let { state, scores } = readPrefix(decoder, start);
  if (end !== undefined) checkEnd(end, scores.rows);
  const classes: number[] = [];
  while (classes.length < length) {
    const next = choose(scores, temperature, random);
    if (next === end) break;
    classes.push(next);
    if (classes.length < length) ({ state, scores } = decoder.step(state, next));
  }
  return classes;
}

/** Reads the classes of a prefix, of which there is at least one; returns the state and the scores after the last. */
export function readPrefix<S>(
  decoder: Decoder<S>,
  start: number[],
): ReturnType<Decoder<S>["step"]> {
  const [first, ...rest] = start;
  return rest.reduce(
    ({ state }, index) => decoder.step(state, index),
    decoder.step(decoder.initialState, first),
  );
}

/** Draws a class from softmax(scores / τ), or returns the likeliest if τ = 0. */
function choose(scores: Matrix, temperature: number, random?: Random): number {
  if (temperature === 0 || !random) return argmax(scores)[0];
  const { data } = softmax(atTemperature(scores, temperature));
  let rest = random();
  const chosen = data.findIndex((probability) => (rest -= probability) < 0);
  return chosen === -1 ? data.length - 1 : chosen; // the probabilities may add up to less than 1 by rounding
}

/**
 * Returns (scores − max) / τ, which has the same softmax as scores / τ and does not overflow to +∞ at a τ near 0. Throws
 * RangeError if a score is not finite.
 */
function atTemperature(scores: Matrix, temperature: number): Matrix {
  checkFinite(scores, "scores");
  const most = largest(scores.data);
  return scores.map((score) => Math.max(-Number.MAX_VALUE, (score - most) / temperature));
}

/** Throws RangeError unless a prefix has at least one class, and all of them are non-negative integers. */
export function checkStart(attempt: string, start: number[]): void {
  if (start.length === 0) throw new RangeError(`${attempt}: start must hold at least one class`);
  start.forEach((index, n) => checkIntegers(attempt, { [`start[${n}]`]: index }, 0));
}

/** Throws RangeError unless `end` is one of the classes that have a score. */
export function checkEnd(end: number, classes: number): void {
  checkIndex("Cannot end at class", end, 0, classes - 1);
}

function checkTemperature(temperature: number, random?: Random): void {
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw new RangeError(
      `Cannot sample: the temperature must be finite and non-negative, got ${temperature}`,
    );
  }
  if (temperature > 0 && !random) {
    throw new RangeError(`Cannot sample: a temperature of ${temperature} needs a random source`);
  }
}
