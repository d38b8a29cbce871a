import { SETS } from "../../exercises/checks/mod.ts";
import { UserError } from "../../tools/command.ts";
import type { ProblemSet } from "../judge/check.ts";

/** Returns the problem set with the given id. Throws UserError if there is none. */
export function setNamed(id: string): ProblemSet {
  const found = SETS.find((set) => set.id === id);
  if (found) return found;
  const known = SETS.map(({ id }) => id).join(", ");
  throw new UserError(`Cannot find the problem set ${id}: the sets are ${known}`);
}
