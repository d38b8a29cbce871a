import type { Random } from "../lib/random.ts";

/** Returns an integer from 0 to below − 1, uniformly. */
export function randomInt(below: number, random: Random): number {
  return Math.floor(below * random());
}

/** Throws RangeError unless count is a positive integer. */
export function checkCount(count: number, things: string): void {
  if (Number.isInteger(count) && count > 0) return;
  throw new RangeError(`Cannot generate ${count} ${things}: expected a positive integer`);
}
