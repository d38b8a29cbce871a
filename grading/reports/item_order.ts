import { SETS } from "../../exercises/checks/mod.ts";

const IDS = SETS.flatMap(({ checks }) => checks.map(({ id }) => id));

/** Compares the ids of two items, such as "ps1.relu", by their order in the notebooks. */
export function byNotebook(a: string, b: string): number {
  return IDS.indexOf(a) - IDS.indexOf(b);
}
