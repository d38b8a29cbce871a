import { join } from "node:path";
import { seeded } from "rnn";
import { makePictureScenes, type PictureScene, type PictureSplit } from "rnn/data";
import { loadPictures, type PictureSet } from "rnn/files";
import { root } from "../../tools/paths.ts";

/** Scenes that are made, and whose features are computed, together. */
export interface ScenePart {
  split: PictureSplit;
  count: number;
  seed: number;
  /** The nouns that may occur; by default, all of them. */
  among?: readonly number[];
}

/** The training scenes come in two parts, so that two processes can compute their features. */
export const TRAINING: readonly ScenePart[] = [
  { split: "train", count: 20000, seed: 11 },
  { split: "train", count: 20000, seed: 12 },
];

/** The scenes for tests; "validation" is for choosing settings. */
export const TESTS = {
  validation: { split: "validation", count: 400, seed: 1 },
  test: { split: "test", count: 400, seed: 1 },
  pairs: { split: "pairs", count: 400, seed: 1 },
  renderings: { split: "renderings", count: 250, seed: 1 },
  sizes: { split: "sizes", count: 250, seed: 1 },
} as const satisfies Record<string, ScenePart>;

/** Scenes of 24 nouns only, so that a hundred scenes show each of them several times. With equal seeds, "test" would equal "train". */
const among = Array.from({ length: 24 }, (_, k) => 14 * k);
export const FEW_NOUNS = {
  train: { split: "train", count: 10000, seed: 21, among },
  validation: { split: "validation", count: 200, seed: 21, among },
  test: { split: "test", count: 400, seed: 22, among },
  pairs: { split: "pairs", count: 400, seed: 21, among },
} as const satisfies Record<string, ScenePart>;

/** Loads the pictures of data/pictures. */
export function loadPictureSet(): Promise<PictureSet> {
  return loadPictures(join(root, "data", "pictures"));
}

/** Makes the scenes of a part, the same in every process. */
export function scenesOf(pictures: PictureSet, part: ScenePart): PictureScene[] {
  const { seed, ...options } = part;
  return makePictureScenes(pictures, { ...options, random: seeded(seed) });
}
