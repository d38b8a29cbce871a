/** Counts the n-grams of a sentence, joined by spaces. */
export function ngramCounts(words: string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let from = 0; from + n <= words.length; from++) {
    const gram = words.slice(from, from + n).join(" ");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/**
 * Throws RangeError if there are no candidates, if the numbers of candidates and of lists of references differ, and if a list
 * is empty.
 */
export function checkReferences(candidates: string[], references: string[][]): void {
  if (candidates.length === 0) throw new RangeError("Cannot compare: there are no candidates");
  if (candidates.length !== references.length) {
    throw new RangeError(
      `Cannot compare: ${candidates.length} candidates need as many lists of references, got ${references.length}`,
    );
  }
  const bare = references.findIndex((list) => list.length === 0);
  if (bare !== -1) {
    throw new RangeError(
      `Cannot compare: candidate ${bare + 1} needs at least one reference, got none`,
    );
  }
}
