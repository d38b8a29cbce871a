import type { PictureSet } from "../../lib/files/pictures.ts";
import { groupColor, type PictureScene, type PlacedPicture } from "./scene.ts";

/** The longer side of the object, as a fraction of the picture's side. */
const SIZE = 0.8;

/**
 * Returns the scene of one object in the middle of a white picture. Throws RangeError for an index of no noun, and if the set
 * has no picture of it.
 */
export function aloneScene({ nouns }: PictureSet, noun: number, set = 0): PictureScene {
  const size = nouns[noun]?.sizes[set];
  if (!size) throw new RangeError(`Cannot show noun ${noun}: set ${set} has no picture of it`);
  const [width, height] = size.map((side) => SIZE * side / Math.max(...size));
  const place = { x: (1 - width) / 2, y: (1 - height) / 2, width, height };
  const object: PlacedPicture = { noun, set, mirrored: false, tint: 0, ...place };
  const white = [255, 255, 255] as const;
  return {
    background: { kind: "plain", colors: [white, white], angle: 0, period: 1, seed: 0 },
    objects: [object],
    groups: [{ noun, count: 1, color: groupColor(nouns, object) }],
    relation: "alone",
  };
}
