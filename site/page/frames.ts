/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { player } from "../../lib/plot/player.js";

const CALL = ')({"key":'; // between the function and its argument

/**
 * Returns the argument of the script of an animated figure, or undefined for another script: the page plays it itself,
 * because a content security policy can forbid inline scripts.
 */
export function frameData(script: string): Parameters<typeof player>[0] | undefined {
  const at = script.indexOf(CALL);
  return at < 0 ? undefined : JSON.parse(script.slice(at + 2, -1));
}

export { player };
