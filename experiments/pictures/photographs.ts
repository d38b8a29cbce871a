import { join } from "node:path";
import { choice, Matrix, type Params, seeded } from "rnn";
import {
  type CaptionedImage,
  type ImageFeatures,
  loadCaptions,
  loadFeatures,
  saveWeights,
} from "rnn/files";
import { type Captioner, captioners, captionObjective, greedyCaptions } from "rnn/models";
import { bleu, cider, tokenBatch, WordVocabulary } from "rnn/text";
import { main, parseFlags, UserError } from "../../tools/command.ts";
import { trainInPlace } from "../shared.ts";

const NAMES = Object.keys(captioners).join(" | ");
const USAGE =
  `deno task captions FOLDER [--features vgg_feats.mat] [--captioner ${NAMES}] [--updates 5000] [--min-count 5]`;
const FLAGS = {
  features: { type: "string", default: "vgg_feats.mat" },
  captioner: { type: "string", default: "lecture" },
  updates: { type: "string", default: "5000" },
  "min-count": { type: "string", default: "5" },
} as const;
const SETTINGS = { rate: 0.001, threshold: 5, batch: 64, embedding: 256, hidden: 256, longest: 20 };
/** The largest number of validation images that are captioned. */
const TESTED = 1000;

/** A data set in the format of Karpathy & Fei-Fei (2015): the images of each split, and the features of all. */
interface PhotoSet {
  train: CaptionedImage[];
  val: CaptionedImage[];
  features: ImageFeatures;
}

/**
 * Trains a captioner on a folder with dataset.json and precomputed features, as Karpathy & Fei-Fei (2015) published them for
 * Flickr8k, Flickr30k, and COCO, prints its scores on validation images, and writes its weights into the folder.
 */
async function trainOnPhotographs(args: string[]): Promise<number> {
  const { positionals: [folder], values } = parseFlags(args, FLAGS, USAGE);
  if (folder === undefined) throw new UserError(`Cannot train without a folder: ${USAGE}`);
  const create = captioners[values.captioner];
  if (!create) {
    throw new UserError(`Cannot train captioner ${values.captioner}: expected ${NAMES}`);
  }
  const [updates, minCount] = (["updates", "min-count"] as const).map((flag) =>
    positiveInteger(flag, values[flag])
  );
  const set = await loadSet(folder, values.features).catch((error: unknown) => {
    throw error instanceof RangeError ? new UserError(error.message) : error; // a file that is missing or invalid
  });
  const vocabulary = new WordVocabulary(set.train.flatMap(({ captions }) => captions), {
    minCount,
  });
  const sizes = { ...SETTINGS, words: vocabulary.size, features: set.features.size };
  const captioner = create(sizes), params = captioner.params(seeded(1));
  console.log(`${set.train.length} training images, ${vocabulary.size} words`);
  await train({ captioner, params, vocabulary, set, updates });
  printScores({ captioner, params, vocabulary }, set);
  const path = join(folder, `${values.captioner}.bin`);
  await saveWeights(path, { params, metadata: { captioner: values.captioner, updates } });
  console.log(`weights: ${path}`);
  return 0;
}

function positiveInteger(flag: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UserError(`Cannot use --${flag} ${text}: expected a positive integer`);
}

async function loadSet(folder: string, features: string): Promise<PhotoSet> {
  const { images } = await loadCaptions(join(folder, "dataset.json"));
  const inSplit = (...splits: string[]) => images.filter(({ split }) => splits.includes(split));
  const [train, val] = [inSplit("train", "restval"), inSplit("val")];
  if (train.length === 0 || val.length === 0) {
    throw new UserError(
      `Cannot train on ${folder}: expected images in the splits train and val, found ${train.length} and ${val.length}`,
    );
  }
  return { train, val, features: await loadFeatures(join(folder, features), images.length) };
}

/** A captioner with its weights and its words. */
interface Trained {
  captioner: Captioner;
  params: Params;
  vocabulary: WordVocabulary;
}

/** Trains in place on captions that are at most as long as the settings say. */
async function train(
  { captioner, params, vocabulary, set, updates }: Trained & { set: PhotoSet; updates: number },
) {
  const { batch, rate, threshold, longest } = SETTINGS, random = seeded(2);
  const examples = set.train.flatMap(({ image, captions }) =>
    captions.filter((caption) => caption.split(" ").length < longest)
      .map((caption) => ({ image, caption }))
  );
  await trainInPlace(params, {
    objective: captionObjective(captioner, { steps: longest }),
    ...{ rate, threshold, batch, updates, reportEvery: Math.max(1, Math.floor(updates / 10)) },
    next: () => {
      const some = Array.from({ length: batch }, () => choice(examples, random));
      const captions = tokenBatch(vocabulary, some.map(({ caption }) => caption));
      return { images: columnsOf(set.features, some.map(({ image }) => image)), captions };
    },
    report: ({ step, loss }) => console.log(`${step} updates: ${loss.toFixed(3)} nats per caption`),
  });
}

/** Returns the features of some images, one in each column. */
function columnsOf(features: ImageFeatures, images: readonly number[]): Matrix {
  return Matrix.blocks([images.map((image) => features.of(image))]);
}

/** Prints BLEU and CIDEr-D of greedy captions against all captions of each validation image, and the first captions. */
function printScores(
  { captioner, params, vocabulary }: Trained,
  { val, features }: PhotoSet,
): void {
  const some = val.slice(0, TESTED), { start, end } = vocabulary, texts: string[] = [];
  for (let n = 0; n < some.length; n += SETTINGS.batch) {
    const v = columnsOf(features, some.slice(n, n + SETTINGS.batch).map(({ image }) => image));
    const written = greedyCaptions(captioner, params, v, { start, end, longest: SETTINGS.longest });
    for (const words of written) texts.push(vocabulary.decode(words));
  }
  const references = some.map(({ captions }) => captions);
  const scores = bleu(texts, references).scores.map((score) => score.toFixed(3));
  console.log(`BLEU-1 to 4 of ${some.length} validation images: ${scores.join(", ")}`);
  console.log(`CIDEr-D: ${cider(texts, references).score.toFixed(3)}`);
  some.slice(0, 5).forEach(({ file }, n) => console.log(`  ${file}: ${texts[n]}`));
}

if (import.meta.main) await main(() => trainOnPhotographs(Deno.args));
