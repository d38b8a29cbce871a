import type { Model } from "./engine.ts";
import { softmax } from "./loss.ts";
import { Matrix } from "./matrix.ts";
import type { Random } from "./random.ts";
import { oneHot } from "./text.ts";

/** How the next class is chosen. */
export interface SampleOptions {
  /** τ: probabilities are softmax(scores / τ); 1 unless given, and 0 takes the likeliest. */
  temperature?: number;
  /** Where chance comes from; needed unless the temperature is 0. */
  random?: Random;
}

/**
 * What a model writes on its own: it reads `start`, and then its own choice at each step becomes its next input. Gives
 * `length` classes. Throws RangeError for an empty start, a class outside, a temperature that is negative or NaN.
 */
export function sample(
  { cell, readout }: Model,
  start: number[],
  length: number,
  { temperature = 1, random }: SampleOptions = {},
): number[] {
  checkSample(start, length, temperature, random);
  let state = new Matrix(cell.stateSize, 1), h = state;
  const read = (index: number) => ({ state, h } = cell.step(oneHot(index, cell.inputSize), state));
  start.forEach(read);
  const written: number[] = [];
  while (written.length < length) {
    const next = choose(readout.scores(h), temperature, random);
    written.push(next);
    read(next);
  }
  return written;
}

/** A class by its probability softmax(scores / τ), or the likeliest where τ = 0. */
function choose(scores: Matrix, temperature: number, random?: Random): number {
  if (temperature === 0 || !random) return scores.data.indexOf(Math.max(...scores.data));
  const { data } = softmax(scores.scale(1 / temperature));
  let rest = random();
  const chosen = data.findIndex((probability) => (rest -= probability) < 0);
  return chosen === -1 ? data.length - 1 : chosen; // rounding left a crumb behind the last class
}

function checkSample(start: number[], length: number, temperature: number, random?: Random): void {
  if (start.length === 0) {
    throw new RangeError("Cannot write without a start: give at least one class");
  }
  if (!Number.isInteger(length) || length < 0) {
    throw new RangeError(`Cannot write ${length} classes`);
  }
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw new RangeError(`Cannot sample at a temperature of ${temperature}: it isn't negative`);
  }
  if (temperature > 0 && !random) {
    throw new RangeError(
      `Cannot sample at a temperature of ${temperature} without a source of chance`,
    );
  }
}
