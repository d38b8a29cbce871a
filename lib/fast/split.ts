/** Consecutive sequences of a batch: the index of the first, and their number. */
export interface Run {
  first: number;
  count: number;
}

/** Most shards that a batch is split into, and so the most threads that can share it. */
export const MOST_SHARDS = 8;

const WORTH_SPLITTING = 16; // sequences from which a second thread pays off
const FEWEST = { kernels: 16, blas: 32 }; // sequences in each of four shards or more; OpenBLAS packs the weights for each

/**
 * Splits B sequences into 1, 2, 4 or 8 shards that differ by at most one sequence. The split never depends on the number of
 * threads: a sum over shards is rounded as it is grouped, so losses and weights have the same bits on any number of threads.
 */
export function splitBatch(B: number, blas: boolean): Run[] {
  const fewest = blas ? FEWEST.blas : FEWEST.kernels;
  let shards = B < WORTH_SPLITTING ? 1 : 2;
  while (shards > 1 && shards < MOST_SHARDS && B >= 2 * shards * fewest) shards *= 2;
  return splitEvenly(B, shards);
}

/** Splits `length` things into runs of nearly the same length. */
export function splitEvenly(length: number, runs: number): Run[] {
  return Array.from({ length: runs }, (_, n) => {
    const first = Math.floor(n * length / runs);
    return { first, count: Math.floor((n + 1) * length / runs) - first };
  });
}
