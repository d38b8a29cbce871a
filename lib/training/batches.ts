import type { Batch } from "./engine.ts";

/** How a text is cut into batches. */
export interface BatchOptions {
  /** T, the steps of a batch. */
  steps: number;
  /** B, the streams that are read side by side. */
  size: number;
  /** Whether to end where the streams end; otherwise they begin again, for ever. */
  once?: boolean;
  /** How many batches to pass over first: those that a resumed training has read. */
  skip?: number;
}

/**
 * Batches of a text, given as classes: it is cut into B streams, and each batch goes on T steps in all of them, the
 * target of a step being the next character. The arrays are used again, so a batch is valid until the next one is taken.
 * Throws RangeError for sizes that aren't whole and above zero, a `skip` below zero, and for a text with fewer than
 * B·T + 1 characters.
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

/** Throws RangeError unless `length` characters make at least one batch, and as many can be passed over as asked. */
export function checkBatches({ steps, size, skip = 0 }: BatchOptions, length: number): void {
  if (![steps, size].every((n) => Number.isInteger(n) && n > 0)) {
    throw new RangeError(`Cannot cut batches of ${steps} steps of ${size} streams`);
  }
  if (length < steps * size + 1) {
    throw new RangeError(
      `Cannot cut batches of ${steps} steps of ${size} streams from ${length} characters`,
    );
  }
  if (!Number.isInteger(skip) || skip < 0) throw new RangeError(`Cannot pass over ${skip} batches`);
}
