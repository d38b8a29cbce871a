import type { ItemResult } from "./item_result.ts";

/** Returns the results that a new kernel knows, by item: none, because only a page keeps them. */
export function earlierResults(): Record<string, ItemResult> {
  return {};
}
