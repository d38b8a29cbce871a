import { checkIndex, checkIntegers } from "../checks.ts";

/** Options of `ngramBits`. */
export interface NgramOptions {
  /** n: a model of order n predicts from the n − 1 previous characters. */
  order: number;
  /** V, the number of classes. */
  size: number;
}

/**
 * Returns the bits per character of an n-gram model on a held-out text: a baseline for networks. The model is counted on
 * `train` and smoothed by interpolation with lower orders (Dirichlet smoothing; MacKay & Peto 1995, §2), so that unseen
 * n-grams have a probability above 0: P_n(c | context) = (count(context c) + P_{n−1}(c)) / (count(context) + 1), with
 * P_0 = 1 / V. Throws RangeError if the order or the size isn't a positive integer, if a class isn't an integer from 0 to
 * V − 1, and if the held-out text is shorter than the order.
 *
 * @example
 * ```ts
 * import { ngramBits } from "@unrolled/rnn/text";
 *
 * const train = [0, 1, 0, 1, 0, 1], heldOut = [0, 1, 0, 1];
 * const [unigram, bigram] = [1, 2].map((order) => ngramBits(train, heldOut, { order, size: 2 }));
 * if (bigram >= unigram) throw new Error("The previous character helps");
 * ```
 */
export function ngramBits(
  train: ArrayLike<number>,
  heldOut: ArrayLike<number>,
  { order, size }: NgramOptions,
): number {
  checkIntegers("Cannot count n-grams", { order, size });
  if (heldOut.length < order) {
    throw new RangeError(
      `Cannot evaluate ${order}-grams: they need at least ${order} characters, got ${heldOut.length}`,
    );
  }
  for (const classes of [train, heldOut]) {
    for (let t = 0; t < classes.length; t++) {
      checkIndex("Cannot count class", classes[t], 0, size - 1);
    }
  }
  const counts = Array.from({ length: order }, (_, n) => countGrams(train, n + 1));
  let bits = 0;
  for (let t = order - 1; t < heldOut.length; t++) {
    let P = 1 / size;
    for (let n = 1; n <= order; n++) {
      const { grams, contexts } = counts[n - 1];
      const [gram, context] = [keyOf(heldOut, t, n), keyOf(heldOut, t - 1, n - 1)];
      P = ((grams.get(gram) ?? 0) + P) / ((contexts.get(context) ?? 0) + 1);
    }
    bits -= Math.log2(P);
  }
  return bits / (heldOut.length - order + 1);
}

/** Counts the n-grams of a text, and the contexts (n − 1 classes) that have a next class. */
function countGrams(classes: ArrayLike<number>, n: number) {
  const grams = new Map<string, number>(), contexts = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (let t = n - 1; t < classes.length; t++) {
    count(grams, keyOf(classes, t, n));
    count(contexts, keyOf(classes, t - 1, n - 1));
  }
  return { grams, contexts };
}

/** Returns the n classes up to and including index t, as a key with two UTF-16 code units for each. */
function keyOf(classes: ArrayLike<number>, t: number, n: number): string {
  let key = "";
  for (let i = t - n + 1; i <= t; i++) key += String.fromCharCode(classes[i] >>> 16, classes[i]);
  return key;
}
