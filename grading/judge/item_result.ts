import type { Finding } from "./examine.ts";

/** The last result of an item, and the number of its tries that did not pass. */
export interface ItemResult {
  status: Finding["status"];
  tries: number;
  /** The points of the parts that are right, if the item does not pass. */
  earned?: number;
}

/** Returns the points that a result earns of an item's. */
export function pointsFor(points: number, result?: ItemResult): number {
  return result?.status === "pass" ? points : Math.min(result?.earned ?? 0, points);
}

/** The mime type under which the output of a check holds its finding and the number of tries, for programs. */
export const FINDING_TYPE = "application/vnd.unrolled.finding+json";
