import type { Stroke } from "./strokes.ts";

/** The colour of attention. */
export const ALPHA = "#0072b2";

/** Returns the style of a line that is as thick and opaque as a weight from 0 to 1 is large. */
export function weighted(weight: number): Stroke {
  return { color: ALPHA, width: 1 + 7 * weight, opacity: 0.25 + 0.75 * weight };
}
