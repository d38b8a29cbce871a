import { argmax } from "../lib/loss.ts";
import type { Matrix } from "../lib/matrix.ts";

/** Bounds of a decoded sentence: the start and the end token, and the maximum length in tokens. */
export interface GreedyOptions {
  start: number;
  end: number;
  longest: number;
}

/**
 * Decodes a batch greedily: feeds back the most probable token of each sequence until all have ended. `step` receives the
 * last tokens and t = 1, 2, … and returns scores (tokens × batch). Returns the classes without the end tokens.
 */
export function greedyDecode(
  batch: number,
  step: (tokens: Int32Array, t: number) => Matrix,
  { start, end, longest }: GreedyOptions,
): number[][] {
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
