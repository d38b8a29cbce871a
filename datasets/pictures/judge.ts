import type { PictureLanguage, PictureNoun } from "../../lib/files/pictures.ts";
import { type CaptionReading, readCaption } from "./read.ts";
import type { PictureScene } from "./scene.ts";

/** An error of a caption. */
export type CaptionError =
  | ("not a sentence" | "repeated noun" | "missing object" | "extra object" | "wrong noun")
  | ("wrong count" | "wrong relation" | "swapped" | "wrong color");

/** All errors; of several in a caption, `captionError` returns the first one in this order. */
export const CAPTION_ERRORS: readonly CaptionError[] = [
  ...(["not a sentence", "repeated noun", "missing object", "extra object"] as const),
  ...(["wrong noun", "wrong count", "wrong relation", "swapped", "wrong color"] as const),
];

/** Returns whether a caption names every noun of a scene with its number, and no other, in whatever relation. */
export function nounsRight(
  scene: PictureScene,
  text: string,
  nouns: readonly PictureNoun[],
  language: PictureLanguage,
): boolean {
  const reading = readCaption(text, nouns, language);
  return reading !== undefined && sameNouns(scene, reading) && sameCounts(scene, reading);
}

/**
 * Returns whether a caption states a scene's relation, in either direction ("left of" one way is "right of" the other). Nouns may
 * be wrong, but those of the scene must not be on each other's side. For a scene of one group, the caption must name no second.
 */
export function relationRight(
  scene: PictureScene,
  text: string,
  nouns: readonly PictureNoun[],
  language: PictureLanguage,
): boolean {
  const reading = readCaption(text, nouns, language);
  return reading !== undefined && reading.relation === scene.relation && !isSwapped(scene, reading);
}

/** Returns what is wrong with a caption of a scene, or undefined if nothing is: the first of `CAPTION_ERRORS` that applies. */
export function captionError(
  scene: PictureScene,
  text: string,
  nouns: readonly PictureNoun[],
  language: PictureLanguage,
): CaptionError | undefined {
  const reading = readCaption(text, nouns, language);
  if (!reading) return "not a sentence";
  const { groups, relation } = reading, expected = scene.groups.length;
  if (groups.length === 2 && groups[0].noun === groups[1].noun) return "repeated noun";
  if (groups.length < expected) return "missing object";
  if (groups.length > expected) return "extra object";
  if (!sameNouns(scene, reading)) return "wrong noun";
  if (!sameCounts(scene, reading)) return "wrong count";
  if (relation !== scene.relation) return "wrong relation";
  if (isSwapped(scene, reading)) return "swapped";
  return sameColors(scene, reading) ? undefined : "wrong color";
}

function sameNouns(scene: PictureScene, { groups }: CaptionReading): boolean {
  const list = (all: readonly { noun: number }[]) => all.map(({ noun }) => noun).sort().join();
  return list(scene.groups) === list(groups);
}

function sameCounts(scene: PictureScene, { groups }: CaptionReading): boolean {
  return groups.every(({ noun, count }) =>
    scene.groups.some((group) => group.noun === noun && group.count === count)
  );
}

/** Returns whether every color that is named is that of the noun in the scene. */
function sameColors(scene: PictureScene, { groups }: CaptionReading): boolean {
  return groups.every(({ noun, color }) =>
    !color || scene.groups.some((group) => group.noun === noun && group.color === color)
  );
}

/** Returns whether a noun of the scene is on the side of the other one. */
function isSwapped(scene: PictureScene, { groups }: CaptionReading): boolean {
  if (scene.groups.length < 2) return false;
  const [a, b] = scene.groups, [first, second] = groups;
  return first.noun === b.noun || second?.noun === a.noun;
}
