import process from "node:process";
import { Matrix, type Params, seeded } from "rnn";
import { pictureWords } from "rnn/data";
import type { PictureLanguage, PictureSet } from "rnn/files";
import {
  attendCaptioner,
  type AttendingCaptioner,
  type Captioner,
  captioners,
  type CaptionerSizes,
} from "rnn/models";
import { WordVocabulary } from "rnn/text";
import { type AttentionFigures, attentionFigures } from "./pictures/attention.ts";
import { type Candidate, captionsOf, type Figures, figuresOf } from "./pictures/evaluate.ts";
import { type Projected, projectedOf, projectionOf } from "./pictures/projected.ts";
import { loadPictureSet, type ScenePart, scenesOf, TESTS, TRAINING } from "./pictures/scenes.ts";
import { type Examples, trainOnPictures } from "./pictures/train.ts";
import { rounded, ship } from "./shared.ts";
import { countOf } from "./statistics.ts";

/** The sizes of each captioner, so that they have about as many weights. */
const ROWS = {
  lecture: { hidden: 256, rate: 0.003 },
  Xu: { hidden: 128, rate: 0.005 },
  "Xu, even": { hidden: 128, rate: 0.005 },
  CS231n: { hidden: 256, rate: 0.003 },
  Karpathy: { hidden: 256, rate: 0.003 },
  Mao: { hidden: 256, rate: 0.003 },
  Vinyals: { hidden: 240, rate: 0.003 },
  Donahue: { hidden: 88, rate: 0.003 },
  Chen: { hidden: 136, rate: 0.003 },
} as const;

/** Captioners on the features of a frozen ImageNet CNN. */
export const settings = {
  scenes:
    "one or two of 337 nouns on varied backgrounds, 40,000 for training; tested on 400 with pairs of nouns that are never together " +
    "in training, whose features experiments/pictures/features.ts computes before",
  cnn: "EfficientNet-Lite0, trained on ImageNet, frozen",
  features:
    "the means of four quarters, 256 principal components each; for Xu the 7×7 grid, 128 components of each cell",
  even:
    "the captioner Xu with the same attention for all cells, so that z_t is the mean of the annotations",
  rows: ROWS,
  embedding: 64,
  start:
    "N(0, 1 / 3·inputs), the variance of PyTorch's default; word vectors N(0, 1), biases 0, an LSTM's forget bias 1",
  optimizer: "Adam; the rate falls to 0 in a line",
  threshold: 1,
  batch: 32,
  updates: 5000,
  singles: 500,
  dropout: 0.1,
  steps: { en: 16, fr: 18 },
  decoding: "greedy",
  weights: "int8, a scale for each row; the figures are those before rounding, except rightRounded",
  seconds: "of processor time",
};

/** The captioners whose weights the notebooks load, and their languages. */
const SHIPPED: Partial<Record<Run["row"], PictureLanguage[]>> = {
  lecture: ["en", "fr"],
  Xu: ["en"],
};

/** One training. */
export interface Run {
  row: keyof typeof ROWS;
  language: PictureLanguage;
  seed: number;
}

/** The result of one training: figures for pairs never seen together, and the share that is right in other splits. */
export interface Outcome extends Figures {
  /** `right` after the weights were rounded, if they are shipped. */
  rightRounded?: number;
  /** The share of scenes that are right: of scenes composed like those for training, of other renderings, of other sizes. */
  seen: number;
  renderings: number;
  sizes: number;
  attention?: AttentionFigures;
  parameters: number;
  /** E of the last batches in nats per caption. */
  loss: number;
  seconds: number;
}

const inEnglish = (rows: Run["row"][], seeds: number[]): Run[] =>
  seeds.flatMap((seed) => rows.map((row) => ({ row, language: "en", seed })));

/** The captioners that the notebook compares, two of them with more seeds and in French, and six others once each. */
export const runs: Run[] = [
  ...inEnglish(["lecture", "Xu", "Xu, even"], [1]),
  ...inEnglish(["lecture", "Xu"], [2, 3]),
  { row: "lecture", language: "fr", seed: 1 },
  { row: "Xu", language: "fr", seed: 1 },
  ...inEnglish(["CS231n", "Karpathy", "Mao", "Vinyals", "Donahue", "Chen"], [1]),
];

/** Trains one captioner, evaluates it, and ships the weights of two captioners' first seed. */
export async function run(run: Run): Promise<Outcome> {
  const pictures = await loadPictureSet(), layout = run.row.startsWith("Xu") ? "grid" : "quarters";
  const examples = await examplesOf(pictures, layout, TRAINING), start = process.cpuUsage();
  const { candidate, loss } = await trained(run, pictures, examples);
  const { user, system } = process.cpuUsage(start);
  const outcome = {
    ...await evaluate(candidate, pictures, layout),
    ...{ parameters: countOf(candidate.params), loss, seconds: (user + system) / 1e6 },
  };
  if (run.seed !== 1 || !SHIPPED[run.row]?.includes(run.language)) return outcome;
  const pairs = await examplesOf(pictures, layout, [TESTS.pairs]);
  const small = { ...candidate, params: rounded(candidate.params) };
  const { right } = figuresOf(captionsOf(small, pairs), pairs.scenes, small);
  await shipWeights(run, { params: candidate.params, right, layout });
  return { ...outcome, rightRounded: right };
}

/** Trains one captioner, and returns it with the loss of its last batches. */
async function trained(
  { row, language, seed }: Run,
  pictures: PictureSet,
  examples: Examples,
): Promise<{ candidate: Candidate; loss: number }> {
  const vocabulary = new WordVocabulary(pictureWords(pictures.nouns, language));
  const { hidden, rate } = ROWS[row], { embedding, steps, ...how } = settings;
  const sizes = { words: vocabulary.size, embedding, hidden, features: examples.features[0].cols };
  const captioner = captionerOf(row, sizes), params = captioner.params(seeded(seed));
  const { batch, threshold, updates, singles, dropout } = how;
  const loss = await trainOnPictures({
    ...{ captioner, params, examples, pictures, language, vocabulary, random: seeded(1000 + seed) },
    ...{ rate, steps: steps[language], batch, threshold, updates, singles, dropout },
    report: (step, loss) => console.error(`${row}, ${language}, seed ${seed}: ${step}, ${loss}`),
  });
  return { candidate: { captioner, params, nouns: pictures.nouns, language, vocabulary }, loss };
}

/** Ships the weights that the notebook loads: those of the captioner, and of the projection of its features. */
async function shipWeights(
  { row, language, seed }: Run,
  { params, right, layout }: { params: Params; right: number; layout: Projected },
): Promise<void> {
  const { updates, embedding, cnn } = settings, pictures = "Fluent Emoji by Microsoft, MIT";
  await ship(`pictures/${row}${language === "en" ? "" : `-${language}`}`, params, {
    ...{ row, language, seed, right, updates, embedding, hidden: ROWS[row].hidden, pictures },
  });
  const W = await projectionOf(layout);
  await ship(`pictures/components-${layout}`, { W }, { cnn, pictures });
}

function captionerOf(row: Run["row"], sizes: CaptionerSizes): Captioner {
  if (row === "Xu") return attendCaptioner(sizes);
  return row === "Xu, even" ? evenCaptioner(sizes) : captioners[row](sizes);
}

/** Creates the captioner that attends to all places evenly: without wa, every score is 0. */
function evenCaptioner(sizes: CaptionerSizes): Captioner {
  const { places: _, ...attending } = attendCaptioner(sizes);
  return {
    ...attending,
    step: (p, ...rest) => attending.step({ ...p, wa: p.wa.scale(0) }, ...rest),
  };
}

/** Returns the scenes of some parts with their projected features. */
async function examplesOf(
  pictures: PictureSet,
  layout: Projected,
  parts: readonly ScenePart[],
): Promise<Examples> {
  const scenes = parts.flatMap((part) => scenesOf(pictures, part)), features: Matrix[] = [];
  for (const part of parts) {
    const { rows, cols, data } = await projectedOf(part, layout);
    for (let n = 0; n < rows; n++) {
      features.push(new Matrix(1, cols, data.subarray(n * cols, (n + 1) * cols)));
    }
  }
  return { scenes, features };
}

async function evaluate(
  candidate: Candidate,
  pictures: PictureSet,
  layout: Projected,
): Promise<Omit<Outcome, "parameters" | "loss" | "seconds">> {
  const rightIn = async (part: ScenePart) => {
    const examples = await examplesOf(pictures, layout, [part]);
    return figuresOf(captionsOf(candidate, examples), examples.scenes, candidate).right;
  };
  const pairs = await examplesOf(pictures, layout, [TESTS.pairs]);
  const texts = captionsOf(candidate, pairs), { captioner } = candidate;
  const attends = (captioner: Captioner): captioner is AttendingCaptioner => "places" in captioner;
  return {
    ...figuresOf(texts, pairs.scenes, candidate),
    seen: await rightIn(TESTS.test),
    renderings: await rightIn(TESTS.renderings),
    sizes: await rightIn(TESTS.sizes),
    ...(attends(captioner)
      ? { attention: attentionFigures({ ...candidate, captioner }, pairs, texts) }
      : {}),
  };
}
