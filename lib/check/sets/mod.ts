import type { Check, ProblemSet } from "../check.ts";
import { ps1 } from "./ps1.ts";

/** The problem sets of the course, in order. */
export const SETS: ProblemSet[] = [ps1];

/** The item with the given id; throws RangeError where there is none. */
export function findCheck(id: string): { set: ProblemSet; check: Check } {
  for (const set of SETS) {
    const check = set.checks.find((check) => check.id === id);
    if (check) return { set, check };
  }
  throw new RangeError(`Cannot find the item ${id}: the sets are ${SETS.map(({ id }) => id).join(", ")}`);
}
