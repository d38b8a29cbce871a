import type { Finding } from "./examine.ts";

/** The last result of an item, and the number of its tries that did not pass. */
export interface ItemResult {
  status: Finding["status"];
  tries: number;
}

/** The mime type under which the output of a check holds its finding and the number of tries, for programs. */
export const FINDING_TYPE = "application/vnd.unrolled.finding+json";
