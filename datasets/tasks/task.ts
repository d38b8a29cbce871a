import type { Batch } from "../../lib/training/engine.ts";
import type { Random } from "../../lib/random.ts";

/** A generator of sequences with targets; every batch is drawn anew. */
export interface SequenceTask {
  /** A description: the task, its length and the paper whose definition it follows. */
  readonly name: string;
  /** The rows of x_t. */
  readonly inputSize: number;
  /** The rows of ŷ_t. */
  readonly outputSize: number;
  /** Draws `size` sequences of equal length; throws RangeError unless size is a positive integer. */
  batch(size: number, random: Random): Batch;
}

/** A synthetic task whose targets depend on inputs many time steps before. */
export interface LongDependencyTask extends SequenceTask {
  /** The loss of the best prediction that ignores the inputs: nats for classes, squared error for numbers. */
  readonly baselineLoss: number;
}

/** Throws RangeError unless T is an integer of at least `least`. */
export function checkLength(T: number, least: number): void {
  if (!Number.isInteger(T) || T < least) {
    throw new RangeError(
      `Cannot generate sequences of length ${T}: it must be an integer of at least ${least}`,
    );
  }
}
