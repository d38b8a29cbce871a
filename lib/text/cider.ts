import { wordsOf } from "../vocabulary.ts";
import { checkReferences, ngramCounts } from "./references.ts";

/** The orders of the n-grams. */
const ORDERS = [1, 2, 3, 4];
/** σ of the penalty for a difference in length, in words. */
const SIGMA = 6;

/** The n-grams of a sentence, weighted by TF-IDF, with the Euclidean norm of the weights. */
interface Weighted {
  weights: Map<string, number>;
  norm: number;
}

/** A sentence as n-grams of each order, and its length in words. */
interface Sentence {
  grams: Weighted[];
  length: number;
}

/** CIDEr-D of a corpus, from 0 to 10. */
export interface Cider {
  /** The mean over the candidates. */
  score: number;
  /** The score of each candidate. */
  scores: number[];
}

/**
 * Returns CIDEr-D, the agreement of captions with references whose n-grams are weighted by how rare they are (Vedantam,
 * Zitnick and Parikh 2015, §5, equations 1 to 5, in the variant of the COCO evaluation). The weight of an n-gram is the
 * number of times that it occurs in a sentence, times the logarithm of the number of images divided by the number of images
 * in whose references it occurs (TF-IDF). For n = 1 … 4 and each reference, the score is Σ min(c, r) r / (‖c‖ ‖r‖) ·
 * e^{−(difference in length)² / 2σ²} with σ = 6; it is averaged over n and the references, and multiplied by 10. With
 * references of one image all weights are 0, and so is the score. Words are separated by spaces and case matters. Throws
 * RangeError like `bleu`.
 *
 * @example
 * ```ts
 * import { cider } from "@unrolled/rnn/text";
 *
 * const { scores } = cider(["a cat", "a dog sleeps"], [["a cat", "a cat sits"], ["a dog sleeps"]]);
 * if (scores[1] < scores[0]) throw new Error("The second equals its only reference");
 * ```
 */
export function cider(candidates: string[], references: string[][]): Cider {
  checkReferences(candidates, references);
  const images = references.map((list) => list.map(wordsOf));
  const rarity = rarities(images);
  const scores = candidates.map((candidate, i) => {
    const c = weigh(wordsOf(candidate), rarity);
    return 10 * average(images[i].map((reference) => similarity(c, weigh(reference, rarity))));
  });
  return { score: average(scores), scores };
}

/** Returns the logarithm of images per image in whose references an n-gram occurs, at least once. */
function rarities(images: string[][][]): (gram: string) => number {
  const counts = new Map<string, number>();
  for (const references of images) {
    const seen = new Set(
      references.flatMap((words) => ORDERS.flatMap((n) => [...ngramCounts(words, n).keys()])),
    );
    for (const gram of seen) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return (gram) => Math.log(images.length / (counts.get(gram) ?? 1));
}

function weigh(words: string[], rarity: (gram: string) => number): Sentence {
  const grams = ORDERS.map((n): Weighted => {
    const weights = new Map<string, number>();
    for (const [gram, times] of ngramCounts(words, n)) weights.set(gram, times * rarity(gram));
    return { weights, norm: Math.hypot(...weights.values()) };
  });
  return { grams, length: words.length };
}

/** Computes the similarity of a candidate and a reference, averaged over the orders of n-grams. */
function similarity(c: Sentence, r: Sentence): number {
  const penalty = Math.exp(-((c.length - r.length) ** 2) / (2 * SIGMA ** 2));
  return penalty * average(c.grams.map((grams, n) => cosine(grams, r.grams[n])));
}

/** Computes Σ min(c, r) r / (‖c‖ ‖r‖): the cosine, except that no n-gram counts more often than in the reference. */
function cosine(c: Weighted, r: Weighted): number {
  if (c.norm === 0 || r.norm === 0) return 0;
  let sum = 0;
  for (const [gram, weight] of c.weights) {
    const other = r.weights.get(gram) ?? 0;
    sum += Math.min(weight, other) * other;
  }
  return sum / (c.norm * r.norm);
}

function average(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
