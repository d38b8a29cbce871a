import type { Check, ProblemSet } from "../../grading/judge/check.ts";
import { ps1 } from "./ps1.ts";
import { ps2 } from "./ps2.ts";
import { ps3 } from "./ps3.ts";
import { ps4 } from "./ps4.ts";
import { ps5 } from "./ps5.ts";
import { ps6 } from "./ps6.ts";
import { ps7 } from "./ps7.ts";

/** The problem sets of the course, in order. */
export const SETS: ProblemSet[] = [ps1, ps2, ps3, ps4, ps5, ps6, ps7];

/** Returns the item with the given id and its set. Throws RangeError if there is none. */
export function findCheck(id: string): { set: ProblemSet; check: Check } {
  for (const set of SETS) {
    const check = set.checks.find((check) => check.id === id);
    if (check) return { set, check };
  }
  throw new RangeError(
    `Cannot find the item ${id}: the sets are ${SETS.map(({ id }) => id).join(", ")}`,
  );
}
