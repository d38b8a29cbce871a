import { choice, Matrix, type Params, type Random, seeded } from "rnn";
import { type Digit, imageColumns, makeScenes, type Scene } from "rnn/data";
import { type CaptionedImages, extractFeatures, sceneCNN } from "rnn/models";
import { tokenBatch, type WordVocabulary } from "rnn/text";

const CHUNK = 256; // scenes whose maps are in memory at once

/** Training scenes, each with the features of a frozen CNN, which are computed once for all trainings of a process. */
export interface Pool {
  scenes: Scene[];
  features: Matrix[];
}

/** Makes `count` training scenes, the same in every process, and their features. */
export function makePool(digits: Digit[], cnn: Params, count: number): Pool {
  const scenes = makeScenes(digits, { count, split: "train", random: seeded(2018) });
  const features: Matrix[] = [];
  for (let n = 0; n < count; n += CHUNK) {
    const v = extractFeatures(sceneCNN, cnn, imageColumns(scenes.slice(n, n + CHUNK)));
    for (let b = 0; b < v.cols; b++) features.push(v.column(b));
  }
  return { scenes, features };
}

/** Draws a batch of scenes, with one of the five captions of each; `images` has their pixels or their features. */
export function drawBatch(
  { scenes, features }: Pool,
  { batch, vocabulary, random, pixels }: {
    batch: number;
    vocabulary: WordVocabulary;
    random: Random;
    pixels: boolean;
  },
): CaptionedImages {
  const which = Array.from({ length: batch }, () => Math.floor(scenes.length * random()));
  const columns = which.map((n) => pixels ? scenes[n].image : features[n]);
  const texts = which.map((n) => choice(scenes[n].captions, random));
  return { images: Matrix.blocks([columns]), captions: tokenBatch(vocabulary, texts) };
}
