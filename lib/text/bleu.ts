import { wordsOf } from "../vocabulary.ts";

/** How near captions come to what people wrote. */
export interface Bleu {
  /** BLEU-1 … BLEU-N, from 0 to 1, at indices 0 … N−1. */
  scores: number[];
  /** p_1 … p_N, the share of the candidates' n-grams that stand in a reference, each as often as in one reference at most. */
  precisions: number[];
  /** BP = 1 where the candidates are longer than the references, else e^{1 − r/c}. */
  brevityPenalty: number;
}

/** What one order of n-grams adds up to over all candidates. */
type Tally = { matched: number; all: number };

/**
 * BLEU-N = BP · exp(Σ_{n≤N} log p_n / N) over a corpus (Papineni et al. 2002, §2): counts clipped by the largest of any
 * one reference and summed over all candidates before they are divided; r sums each candidate's closest reference
 * length, the shorter of two as close. Words stand between spaces, and capitals count. Throws RangeError where the numbers
 * of candidates and lists of references differ or are 0, and, with its place, for a candidate without references.
 */
export function bleu(candidates: string[], references: string[][], order = 4): Bleu {
  checkLists(candidates, references);
  if (!Number.isInteger(order) || order < 1) throw new RangeError(`Cannot count ${order}-grams`);
  const tallies: Tally[] = Array.from({ length: order }, () => ({ matched: 0, all: 0 }));
  let [c, r] = [0, 0];
  candidates.forEach((candidate, i) => {
    const said = wordsOf(candidate), others = references[i].map(wordsOf);
    c += said.length;
    r += closest(others.map((other) => other.length), said.length);
    tallies.forEach((tally, n) => count(tally, said, others, n + 1));
  });
  const precisions = tallies.map(({ matched, all }) => all === 0 ? 0 : matched / all);
  const brevityPenalty = c > r ? 1 : c === 0 ? 0 : Math.exp(1 - r / c);
  let logs = 0;
  const scores = precisions.map((p, n) =>
    brevityPenalty * Math.exp((logs += Math.log(p)) / (n + 1))
  );
  return { scores, precisions, brevityPenalty };
}

/** The share of candidates that are one of their references, word by word; throws RangeError as `bleu`. */
export function exactMatch(candidates: string[], references: string[][]): number {
  checkLists(candidates, references);
  const right = candidates.filter((candidate, i) =>
    references[i].some((other) => wordsOf(other).join(" ") === wordsOf(candidate).join(" "))
  );
  return right.length / candidates.length;
}

function count(tally: Tally, said: string[], others: string[][], n: number): void {
  const counts = grams(said, n), known = others.map((other) => grams(other, n));
  for (const [gram, times] of counts) {
    tally.all += times;
    tally.matched += Math.min(times, Math.max(...known.map((other) => other.get(gram) ?? 0)));
  }
}

/** How often each stretch of n words occurs. */
function grams(words: string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let from = 0; from + n <= words.length; from++) {
    const gram = words.slice(from, from + n).join(" ");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function closest(lengths: number[], length: number): number {
  const far = (other: number) => Math.abs(other - length);
  return lengths.reduce((a, b) => far(b) < far(a) || (far(b) === far(a) && b < a) ? b : a);
}

function checkLists(candidates: string[], references: string[][]): void {
  if (candidates.length === 0 || candidates.length !== references.length) {
    throw new RangeError(
      `Cannot compare ${candidates.length} candidates with ${references.length} lists of references`,
    );
  }
  const bare = references.findIndex((list) => list.length === 0);
  if (bare !== -1) throw new RangeError(`Cannot compare candidate ${bare + 1} with no references`);
}
