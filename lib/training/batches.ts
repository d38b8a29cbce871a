import { checkIntegers } from "../checks.ts";
import type { Batch } from "./engine.ts";

/** Options of `textBatches`. */
export interface BatchOptions {
  /** T, the number of time steps in a batch. */
  steps: number;
  /** B, the number of streams read in parallel. */
  size: number;
  /** Stops at the end of the streams if true; by default the streams start again, endlessly. */
  once?: boolean;
  /** The number of batches to skip first, for example those that a resumed run has already seen; 0 by default. */
  skip?: number;
}

/**
 * Yields batches of a text for next-character prediction. The text, given as class indices, is cut into B streams; each
 * batch continues every stream by T steps, and the target of a step is the next character. All batches share the same
 * arrays, so a batch is valid only until the next one is taken. Throws RangeError if `steps` or `size` isn't a positive
 * integer, if `skip` is negative, and if the text has fewer than B·T + 1 characters.
 */
export function* textBatches(
  classes: ArrayLike<number>,
  { steps, size, once = false, skip = 0 }: BatchOptions,
): Generator<Batch, void, void> {
  checkBatches({ steps, size, skip }, classes.length);
  const stream = Math.floor((classes.length - 1) / size);
  const last = Math.floor(stream / steps) * steps;
  const xs = new Int32Array(steps * size), targets = new Int32Array(steps * size);
  let from = once ? skip * steps : skip * steps % last;
  do {
    for (; from < last; from += steps) {
      for (let t = 0; t < steps; t++) {
        for (let b = 0; b < size; b++) {
          const place = b * stream + from + t;
          xs[t * size + b] = classes[place];
          targets[t * size + b] = classes[place + 1];
        }
      }
      yield { steps, size, xs, targets, fresh: from === 0 };
    }
    from = 0;
  } while (!once);
}

/** Throws RangeError unless a text of `length` characters has at least one batch of these sizes and `skip` is valid. */
export function checkBatches({ steps, size, skip = 0 }: BatchOptions, length: number): void {
  checkIntegers("Cannot make batches", { steps, size });
  checkIntegers("Cannot make batches", { skip }, 0);
  const needed = steps * size + 1;
  if (length < needed) {
    throw new RangeError(
      `Cannot make batches of ${size} streams × ${steps} steps: they need at least ${needed} characters, got ${length}`,
    );
  }
}
