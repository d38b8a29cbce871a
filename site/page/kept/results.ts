/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ItemResult } from "../../../grading/judge/item_result.ts";
import { keepValue, keptNames, keptValue } from "./storage.ts";

const STATUSES = ["pass", "almost", "not yet"];

/** Returns a value as the result of an item, or undefined if it is none. */
export function resultOf(value: unknown): ItemResult | undefined {
  const { status, tries, earned = 0 } = Object(value);
  const isResult = STATUSES.includes(status) && Number.isSafeInteger(tries) && tries >= 0;
  const isEarned = Number.isFinite(earned) && earned > 0 && status !== "pass";
  return isResult ? { status, tries, ...isEarned && { earned } } : undefined;
}

/** Returns the kept results by item. */
export function keptResults(): Record<string, ItemResult> {
  const results: Record<string, ItemResult> = {};
  for (const id of keptNames("result")) {
    const result = resultOf(keptValue("result", id));
    if (result) results[id] = result;
  }
  return results;
}

/** Keeps the result of an item. Returns false if the browser cannot store it. */
export function keepResult(id: string, result: ItemResult): boolean {
  return keepValue("result", id, result);
}
