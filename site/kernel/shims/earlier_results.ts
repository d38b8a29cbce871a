// grading/judge/earlier_results.ts in a page, which keeps the results of earlier visits.
import type { ItemResult } from "../../../grading/judge/item_result.ts";

let results: Record<string, ItemResult> = {};

/** Sets the results that the page has kept; the kernel does so before its first cell. */
export function rememberResults(kept: Record<string, ItemResult>): void {
  results = kept;
}

/** Returns the results that the page has kept, by item. */
export function earlierResults(): Record<string, ItemResult> {
  return results;
}
