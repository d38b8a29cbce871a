import type { Batch } from "../../lib/training/engine.ts";
import type { Random } from "../../lib/random.ts";

/** Where sequences with their answers are drawn from; every batch is drawn afresh. */
export interface Source {
  /** What is drawn: of a task the problem, its length and whose definition it follows. */
  readonly name: string;
  /** The rows of x_t. */
  readonly inputSize: number;
  /** The rows of ŷ_t. */
  readonly outputSize: number;
  /** B sequences of one length; throws RangeError unless B is whole and above zero. */
  batch(size: number, random: Random): Batch;
}

/** A made-up problem whose answer hangs on something long past. */
export interface Task extends Source {
  /** The loss of the best answer that ignores the inputs: nats for classes, a squared error for numbers. */
  readonly chance: number;
}

/** A whole number from low up to, and without, high. */
export function between(low: number, high: number, random: Random): number {
  return low + Math.floor((high - low) * random());
}

/** Throws RangeError unless a length is whole and long enough. */
export function checkLength(T: number, least: number): void {
  if (!Number.isInteger(T) || T < least) {
    throw new RangeError(`Cannot make sequences of length ${T}: it is whole and at least ${least}`);
  }
}

/** Throws RangeError unless a batch has a whole number of sequences above zero. */
export function checkSize(size: number): void {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`Cannot make ${size} sequences`);
}
