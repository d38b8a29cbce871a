import { join } from "node:path";
import { seeded } from "rnn";
import { makePictureScenes, type PictureScene, type PictureSplit } from "rnn/data";
import { loadPictures, type PictureSet } from "rnn/files";
import { root } from "../../tools/paths.ts";

/** The number of scenes of each split, and the seed that they are drawn with. */
export const SCENES: Record<PictureSplit, { count: number; seed: number }> = {
  train: { count: 4000, seed: 1 },
  validation: { count: 400, seed: 2 },
  test: { count: 400, seed: 3 },
  pairs: { count: 400, seed: 4 },
  renderings: { count: 250, seed: 5 },
  sizes: { count: 250, seed: 6 },
};

/** Loads the pictures of data/pictures. */
export function loadSet(): Promise<PictureSet> {
  return loadPictures(join(root, "data", "pictures"));
}

/** Returns the scenes of a split. */
export function scenesOf(pictures: PictureSet, split: PictureSplit): PictureScene[] {
  const { count, seed } = SCENES[split];
  return makePictureScenes(pictures, { count, split, random: seeded(seed) });
}
