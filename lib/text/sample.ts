import type { Model } from "../training/engine.ts";
import { argmax, softmax } from "../loss.ts";
import type { Matrix } from "../matrix.ts";
import type { Random } from "../random.ts";
import { type Decoder, textDecoder } from "./decoder.ts";

/** How the next class is chosen. */
export interface SampleOptions {
  /** τ: probabilities are softmax(scores / τ); 1 unless given, and 0 takes the likeliest. */
  temperature?: number;
  /** Where chance comes from; needed unless the temperature is 0. */
  random?: Random;
  /** The class that ends the writing; it isn't given back. None unless given. */
  end?: number;
}

/**
 * What a model or a stepper writes on its own: it reads `start`, and then its own choice at each step becomes its next
 * input, until it chooses `end` or has written `length` classes. Gives the classes written. Throws RangeError for an empty
 * start, a length that isn't whole, a class outside, a temperature that is negative, NaN, or above 0 without a source of
 * chance, and for scores that hold NaN or infinity.
 */
export function sample(
  writer: Model | Decoder,
  start: number[],
  length: number,
  { temperature = 1, random, end }: SampleOptions = {},
): number[] {
  checkStart(start, length);
  checkTemperature(temperature, random);
  const stepper: Decoder = "read" in writer ? writer : textDecoder(writer);
  let { state, scores } = readPrefix(stepper, start);
  const written: number[] = [];
  while (written.length < length) {
    const next = choose(scores, temperature, random);
    if (next === end) break;
    written.push(next);
    if (written.length < length) ({ state, scores } = stepper.read(state, next));
  }
  return written;
}

/** Reads the classes that stand before what is written; throws RangeError for none. */
export function readPrefix<S>(stepper: Decoder<S>, start: number[]): { state: S; scores: Matrix } {
  const [first, ...rest] = start;
  return rest.reduce(
    ({ state }, index) => stepper.read(state, index),
    stepper.read(stepper.begin, first),
  );
}

/** A class by its probability softmax(scores / τ), or the likeliest where τ = 0. */
function choose(scores: Matrix, temperature: number, random?: Random): number {
  if (temperature === 0 || !random) return argmax(scores)[0];
  const { data } = softmax(scores.scale(1 / temperature));
  let rest = random();
  const chosen = data.findIndex((probability) => (rest -= probability) < 0);
  return chosen === -1 ? data.length - 1 : chosen; // rounding left a crumb behind the last class
}

/** Throws RangeError for an empty start and a length that isn't whole. */
export function checkStart(start: number[], length: number): void {
  if (start.length === 0) {
    throw new RangeError("Cannot write without a start: give at least one class");
  }
  if (!Number.isInteger(length) || length < 0) {
    throw new RangeError(`Cannot write ${length} classes`);
  }
}

function checkTemperature(temperature: number, random?: Random): void {
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw new RangeError(`Cannot sample at a temperature of ${temperature}: it isn't negative`);
  }
  if (temperature > 0 && !random) {
    throw new RangeError(
      `Cannot sample at a temperature of ${temperature} without a source of chance`,
    );
  }
}
