import { type Background, makePictureScenes, type PictureScene, type PictureSplit } from "rnn/data";
import { loadPictures, type PictureSet } from "rnn/files";
import { seeded } from "rnn";

/** The pictures in data/pictures. */
export const pictures = await loadPictures(
  new URL("../../../data/pictures", import.meta.url).pathname,
);
/** Their nouns. */
export const nouns = pictures.nouns;

/** A white background. */
export const white: Background = {
  kind: "plain",
  colors: [[255, 255, 255], [0, 0, 0]],
  angle: 0,
  period: 1,
  seed: 1,
};

/** Returns the index of a noun by its English name. */
export function nounAt(name: string): number {
  const n = nouns.findIndex(({ en }) => en[0] === name);
  if (n < 0) throw new RangeError(`There is no noun ${name}`);
  return n;
}

/** Returns reproducible scenes of a split. */
export function scenesOf(split: PictureSplit, count: number, seed = 1): PictureScene[] {
  return makePictureScenes(pictures, { count, split, random: seeded(seed) });
}

/** Returns a set of one noun whose sprite has given pixels. */
export function setOf(width: number, height: number, rgba: number[]): PictureSet["sprites"] {
  return [[{ width, height, rgba: Uint8Array.from(rgba) }]];
}
