import type { PictureNoun } from "../../lib/files/pictures.ts";

/**
 * The purpose of a scene. "train" and "test" have the same distribution. The pairs of nouns in "validation" and those in "pairs"
 * occur together in no other split. "renderings" has sprites of the other set, mirrored ones, or tinted ones, and "sizes" has
 * sizes outside the range of training.
 */
export type PictureSplit = "train" | "validation" | "test" | "pairs" | "renderings" | "sizes";

/** The shares of all unordered pairs of nouns that are held out. */
const [VALIDATION_PAIRS, TEST_PAIRS] = [0.05, 0.15];

/**
 * Returns the split that a pair of nouns belongs to, in either order: "validation" (5% of all pairs), "pairs" (15%), or "train",
 * which "test", "renderings" and "sizes" share. It depends on their code points only.
 */
export function splitOfPair(a: PictureNoun, b: PictureNoun): "train" | "validation" | "pairs" {
  const share = hash([a.code, b.code].sort().join(" "));
  if (share < VALIDATION_PAIRS) return "validation";
  return share < VALIDATION_PAIRS + TEST_PAIRS ? "pairs" : "train";
}

/** Returns whether two nouns may occur together in a scene of a split. */
export function mayMeet(a: PictureNoun, b: PictureNoun, split: PictureSplit): boolean {
  const held = splitOfPair(a, b);
  return split === "validation" || split === "pairs" ? held === split : held === "train";
}

/** Returns a number in [0, 1) that depends on every character: the hash FNV-1a, and then a mixing function. */
function hash(text: string): number {
  let z = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) z = Math.imul(z ^ text.charCodeAt(n), 0x01000193);
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
}
