import { checkIntegers } from "../checks.ts";
import { largest } from "../extent.ts";
import { wordsOf } from "../vocabulary.ts";
import { checkReferences, ngramCounts } from "./references.ts";

/** BLEU scores of a corpus and their parts. */
export interface Bleu {
  /** BLEU-1 … BLEU-N, from 0 to 1, at indices 0 … N−1. */
  scores: number[];
  /**
   * p_1 … p_N, the modified n-gram precisions: the share of the candidates' n-grams that occur in a reference, with
   * clipped counts.
   */
  precisions: number[];
  /** BP = 1 if the candidates (c words) are longer than the references (r words), otherwise e^{1 − r/c}. */
  brevityPenalty: number;
}

/** Counts of n-grams of one order, summed over all candidates. */
type Tally = { matched: number; all: number };

/**
 * Returns BLEU-N = BP · exp(Σ_{n≤N} log p_n / N) of a corpus, for N = 1 … `order` (Papineni et al. 2002, §2). The count of
 * each n-gram is clipped at its largest count in a single reference, and counts are summed over all candidates before the
 * division. r sums the length of each candidate's closest reference, the shorter one in a tie. Words are separated by
 * spaces and case matters. Throws RangeError if there are no candidates, if the numbers of candidates and of lists of
 * references differ, if a list is empty, and if the order isn't a positive integer.
 *
 * @example
 * ```ts
 * import { bleu } from "@unrolled/rnn/text";
 *
 * const { scores } = bleu(["the cat sat"], [["the cat sat down", "a cat sat"]]);
 * if (scores[0] !== 1) throw new Error("Every word occurs in a reference"); // BLEU-1
 * ```
 */
export function bleu(candidates: string[], references: string[][], order = 4): Bleu {
  checkReferences(candidates, references);
  checkIntegers("Cannot compute BLEU", { order });
  const tallies: Tally[] = Array.from({ length: order }, () => ({ matched: 0, all: 0 }));
  let [c, r] = [0, 0];
  candidates.forEach((candidate, i) => {
    const words = wordsOf(candidate), others = references[i].map(wordsOf);
    c += words.length;
    r += closest(others.map((other) => other.length), words.length);
    tallies.forEach((tally, n) => count(tally, words, others, n + 1));
  });
  const precisions = tallies.map(({ matched, all }) => all === 0 ? 0 : matched / all);
  const brevityPenalty = c > r ? 1 : c === 0 ? 0 : Math.exp(1 - r / c);
  let logs = 0;
  const scores = precisions.map((p, n) =>
    brevityPenalty * Math.exp((logs += Math.log(p)) / (n + 1))
  );
  return { scores, precisions, brevityPenalty };
}

/** Returns the share of candidates that equal one of their references, word by word. Throws RangeError like `bleu`. */
export function exactMatch(candidates: string[], references: string[][]): number {
  checkReferences(candidates, references);
  const right = candidates.filter((candidate, i) =>
    references[i].some((other) => wordsOf(other).join(" ") === wordsOf(candidate).join(" "))
  );
  return right.length / candidates.length;
}

function count(tally: Tally, words: string[], references: string[][], n: number): void {
  const counts = ngramCounts(words, n), known = references.map((other) => ngramCounts(other, n));
  for (const [gram, times] of counts) {
    tally.all += times;
    tally.matched += Math.min(times, largest(known.map((other) => other.get(gram) ?? 0)));
  }
}

/** Returns the length closest to that of a candidate, the shorter one in a tie. */
function closest(lengths: number[], length: number): number {
  const distance = (other: number) => Math.abs(other - length);
  return lengths.reduce((a, b) =>
    distance(b) < distance(a) || (distance(b) === distance(a) && b < a) ? b : a
  );
}
