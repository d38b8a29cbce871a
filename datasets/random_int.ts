import type { Random } from "../lib/random.ts";

/** Returns an integer from 0 to below − 1, uniformly. */
export function randomInt(below: number, random: Random): number {
  return Math.floor(below * random());
}
