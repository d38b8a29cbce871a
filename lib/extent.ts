// These functions loop, because Math.max(...values) passes its values as arguments, and a call with more than about
// 100,000 arguments fails.

/** Returns the largest of any number of values: −Infinity if there are none, and NaN if one is NaN. */
export function largest(values: Iterable<number>): number {
  let greatest = -Infinity;
  for (const value of values) greatest = Math.max(greatest, value);
  return greatest;
}

/** Returns the smallest and the largest of any number of values; for none and for NaN, see `largest`. */
export function extent(values: Iterable<number>): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}
