import { checkIndex, checkIntegers } from "../lib/checks.ts";
import { argmax } from "../lib/loss.ts";
import type { Matrix } from "../lib/matrix.ts";

/** Bounds of a decoded sentence: the start and the end token, and the maximum length in tokens. */
export interface GreedyOptions {
  start: number;
  end: number;
  longest: number;
}

/** Throws RangeError unless start and end are two of the `classes` and `longest` is a positive integer. */
export function checkGreedy({ start, end, longest }: GreedyOptions, classes: number): void {
  checkIndex("Cannot start at class", start, 0, classes - 1);
  checkIndex("Cannot end at class", end, 0, classes - 1);
  checkIntegers("Cannot decode", { longest });
}

/**
 * Decodes a batch greedily: feeds back the most probable token of each sequence until all have ended. `step` receives the
 * last tokens and t = 1, 2, … and returns scores (classes × batch). Returns the classes without the end tokens. Throws
 * RangeError like `checkGreedy`.
 */
export function greedyDecode(
  { batch, classes }: { batch: number; classes: number },
  step: (tokens: Int32Array, t: number) => Matrix,
  options: GreedyOptions,
): number[][] {
  checkGreedy(options, classes);
  const { start, end, longest } = options;
  const decoded: number[][] = Array.from({ length: batch }, () => []);
  const ended = decoded.map(() => false);
  let tokens = new Int32Array(batch).fill(start);
  for (let t = 1; t <= longest && ended.includes(false); t++) {
    tokens = argmax(step(tokens, t));
    tokens.forEach((token, b) => {
      ended[b] ||= token === end;
      if (!ended[b]) decoded[b].push(token);
    });
  }
  return decoded;
}
