import process from "node:process";
import { Matrix, type Params, seeded } from "rnn";
import { drawPicture, pictureWords } from "rnn/data";
import type { PictureSet } from "rnn/files";
import { quarters } from "rnn/imagenet";
import { captioners, cnnParams, type CNNShape, extractFeatures } from "rnn/models";
import { WordVocabulary } from "rnn/text";
import { captionsOf, type Figures, figuresOf } from "./pictures/evaluate.ts";
import { featuresOf } from "./pictures/features.ts";
import { FEW_NOUNS, loadPictureSet, type ScenePart, scenesOf } from "./pictures/scenes.ts";
import { columnsOf, type Examples, trainOnPictures } from "./pictures/train.ts";
import { countOf } from "./statistics.ts";

const SIDE = 48, UPDATES = 1000, FULL_UPDATES = 6000, SCENES = [100, 300, 1000, 3000, 10000];
const RATES = [0.001, 0.003], VALIDATED = 3000;

/** The CNN that learns from the captions alone. */
const SMALL: CNNShape = {
  image: { channels: 3, height: SIDE, width: SIDE },
  layers: [16, 32, 64].map((channels) => ({ channels, pools: true })),
  features: 256,
};

/** One captioner on two CNNs: one trained on ImageNet and frozen, the other trained with the captioner. How many scenes does each need? */
export const settings = {
  scenes:
    `one or two of ${FEW_NOUNS.train.among.length} nouns on varied backgrounds; tested on ${FEW_NOUNS.test.count} others, and on as many ` +
    "with pairs of nouns that are never together in training; features of experiments/pictures/features.ts",
  captioner: "the lecture's",
  ImageNet: "EfficientNet-Lite0, frozen; the means of four quarters, 5,120 features",
  "from scratch":
    `3×3 convolutions of 16, 32, and 64 maps with ReLU and pooling on ${SIDE}×${SIDE} pixels, ` +
    `${SMALL.features} features; trained with the captioner`,
  embedding: 64,
  hidden: 128,
  start:
    "N(0, 1 / 3·inputs), the variance of PyTorch's default; kernels N(0, 2 / inputs), word vectors N(0, 1), biases 0",
  optimizer: "Adam; the rate falls to 0 in a line",
  rates: `of ${
    RATES.join(", ")
  }, for each CNN the one with the lowest loss at the end of a training with seed 1 and ${VALIDATED} scenes`,
  threshold: 1,
  batch: 32,
  updates: UPDATES,
  steps: 16,
  decoding: "greedy",
  seconds: "of processor time, without that of the features",
};

/** One training. */
export interface Run {
  split: "validation" | "test";
  cnn: "ImageNet" | "from scratch";
  /** The number of training scenes. */
  scenes: number;
  rate: number;
  updates: number;
  seed: number;
}

/** The result of one training: figures for new scenes of pairs that were seen, and the share that is right of held-out pairs. */
export interface Outcome extends Pick<Figures, "right" | "low" | "high" | "nouns" | "relation"> {
  pairs?: number;
  parameters: number;
  /** E of the last batches in nats per caption. */
  loss: number;
  seconds: number;
}

/** The rates that the first trainings chose. */
const CHOSEN = { ImageNet: 0.001, "from scratch": 0.003 } as const;
const CNNS = ["ImageNet", "from scratch"] as const;

const tests = (updates: number): Run[] =>
  [1, 2, 3].flatMap((seed) =>
    SCENES.flatMap((scenes) =>
      CNNS.map((cnn): Run => ({ split: "test", cnn, scenes, rate: CHOSEN[cnn], updates, seed }))
    )
  );

export const runs: Run[] = [
  ...tests(UPDATES),
  ...RATES.flatMap((rate) =>
    CNNS.map((cnn): Run => ({
      ...{ split: "validation", cnn, scenes: VALIDATED, rate, updates: UPDATES, seed: 1 },
    }))
  ),
];

/** The tests with six times as many updates. */
export const full = { settings: { ...settings, updates: FULL_UPDATES }, runs: tests(FULL_UPDATES) };

/** Trains one captioner, and evaluates it. */
export async function run({ split, cnn, scenes, rate, updates, seed }: Run): Promise<Outcome> {
  const pictures = await loadPictureSet(), { nouns } = pictures, language = "en";
  const vocabulary = new WordVocabulary(pictureWords(
    FEW_NOUNS.train.among.map((noun) => nouns[noun]),
    language,
  ));
  const examples = await examplesOf(pictures, cnn, FEW_NOUNS.train, scenes);
  const start = process.cpuUsage(), shape = cnn === "ImageNet" ? undefined : SMALL;
  const { embedding, hidden, batch, threshold, steps } = settings;
  const features = shape ? shape.features : examples.features[0].cols;
  const captioner = captioners.lecture({ words: vocabulary.size, embedding, hidden, features });
  const params = {
    ...captioner.params(seeded(seed)),
    ...(shape && cnnParams(shape, seeded(seed))),
  };
  const how = { rate, updates, batch, threshold, steps, singles: 0, dropout: 0 };
  const given = {
    captioner,
    params,
    cnn: shape,
    examples,
    pictures,
    language,
    vocabulary,
  } as const;
  const loss = await trainOnPictures({ ...given, ...how, random: seeded(1000 + seed) });
  const { user, system } = process.cpuUsage(start);
  const examine = async (part: ScenePart) => {
    const all = await examplesOf(pictures, cnn, part);
    const seen = shape ? seenBy(shape, params, all) : all;
    const candidate = { captioner, params, nouns, language, vocabulary } as const;
    return figuresOf(captionsOf(candidate, seen), all.scenes, candidate);
  };
  const { right, low, high, nouns: named, relation } = await examine(FEW_NOUNS[split]);
  return {
    ...{ right, low, high, nouns: named, relation },
    ...(split === "test" ? { pairs: (await examine(FEW_NOUNS.pairs)).right } : {}),
    ...{ parameters: countOf(params), loss, seconds: (user + system) / 1e6 },
  };
}

/** Returns the first scenes of a part with what the CNN gives or gets: features, or pixels from −1 to 1. */
async function examplesOf(
  pictures: PictureSet,
  cnn: Run["cnn"],
  part: ScenePart,
  count = part.count,
): Promise<Examples> {
  const scenes = scenesOf(pictures, part).slice(0, count);
  if (cnn === "from scratch") {
    const pixels = scenes.map((scene) => drawPicture(scene, pictures.sprites, SIDE));
    return { scenes, features: pixels.map(({ rgb }) => channelByChannel(rgb)) };
  }
  const grids = await featuresOf(part);
  return { scenes, features: scenes.map((_, n) => quarters(grids.of(n)).T) };
}

/** Returns the pixels of a picture as a row, one channel after the other. */
function channelByChannel(rgb: Uint8Array): Matrix {
  const count = rgb.length / 3, v = new Matrix(1, 3 * count);
  rgb.forEach((value, k) => v.data[k % 3 * count + Math.floor(k / 3)] = value / 127.5 - 1);
  return v;
}

/** Returns examples of images with the features that a CNN computes from them. */
function seenBy(shape: CNNShape, params: Params, { scenes, features }: Examples): Examples {
  const all = scenes.map((_, n) => n);
  const v = extractFeatures(shape, params, columnsOf({ scenes, features }, all)).T;
  return { scenes, features: all.map((n) => v.sliceRows(n, n + 1)) };
}
