import { join } from "node:path";
import { adam, decodeWeights, encodeWeights } from "rnn/train";
import { type Digit, makeStrips, type Strip } from "rnn/data";
import { exactlyRead, glimpseParams, READER_SIZES, runGlimpses } from "rnn/models";
import { type Params, seeded } from "rnn";
import { GlimpseTrainer } from "rnn/models";
import { saveWeights } from "rnn/files";
import { root } from "../tools/paths.ts";
import { linearDecay, loadDigits } from "./captioning/pretrain.ts";
import { countOf, interval, share } from "./statistics.ts";

/** Strips of one to three digits read by glimpses: an eye that learns where to look, and one that looks anywhere. */
export const settings = {
  data: "12×40 strips of 1 to 3 digits, no digit of a test strip is in a training strip",
  network: "8×8 and 16×16 as 8×8, 16 maps, 96 features, LSTM 64 what, LSTM 64 where",
  glimpses: "2 for each of 4 answers",
  optimizer: "Adam, the rate falls to 0 in a line",
  rate: 0.002,
  threshold: 2,
  batch: 64,
  updates: 6000,
  curriculum: "1 digit for a quarter of the updates, 1 or 2 for another, then 1 to 3",
  spread: "3 to 1.2 pixels in a line; at the test the mean is taken",
  weight: 0.1,
  test: 2000,
  moments: [0, 250, 500, 1000, 1500, 2000, 3000, 4500, 6000],
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  /** An eye that learns where to look, and one that looks anywhere. */
  eye: "learned" | "random";
  seed: number;
}

/** What one training came to. */
export interface Outcome {
  /** The share of the test strips that are read without a mistake, to the end. */
  exact: number;
  /** The ends of the middle 95 % of 1,000 bootstrap samples of the test strips. */
  low: number;
  high: number;
  /** The same share for strips of 1, 2 and 3 digits. */
  byDigits: number[];
  /** The share where the network, as it is, looks anywhere. */
  anywhere: number;
  /** E of the answers in each 250 updates, nats a strip. */
  losses: number[];
  /** Where the mean looks on one strip at the moments: y, x of every glimpse, from −1 to 1; for the eye that learns. */
  paths: number[][] | null;
  parameters: number;
  seconds: number;
}

const SEEDS = [1, 2, 3], EACH = 250;

export const runs: Run[] = SEEDS.flatMap((seed): Run[] => [
  { eye: "learned", seed },
  { eye: "random", seed },
]);

/** The strip of three digits on which the path is followed. */
export function followed(digits: Digit[]): Strip {
  const strips = makeStrips(digits, { count: 40, split: "test", random: seeded(6) });
  return strips.find(({ digits }) => digits.length === 3)!;
}

/** Trains one reader; the weights of the first seed are shipped. */
export async function run({ eye, seed }: Run): Promise<Outcome> {
  const start = performance.now(), digits = await loadDigits();
  const params = glimpseParams(READER_SIZES, seeded(seed));
  const { losses, paths } = learn(params, { eye, seed }, digits);
  const seconds = (performance.now() - start) / 1000;
  const bytes = encodeWeights({ params, about: {} }), rounded = decodeWeights(bytes).params;
  const { test: count } = settings;
  const strips = makeStrips(digits, { count, split: "test", random: seeded(7) });
  const anywhere = exactlyRead(rounded, strips, seeded(8));
  const rights = eye === "random" ? anywhere : exactlyRead(rounded, strips, "asked");
  const [low, high] = interval(rights, seeded(7)), exact = share(rights);
  if (seed === SEEDS[0]) await ship({ eye, seed }, params, exact);
  return {
    ...{ exact, low, high, byDigits: byDigits(strips, rights), anywhere: share(anywhere) },
    ...{ losses, paths: eye === "random" ? null : paths, parameters: countOf(params), seconds },
  };
}

/** All updates; gives the losses on the way, and where the mean looks at the moments. */
function learn(params: Params, { eye, seed }: Run, digits: Digit[]) {
  const { rate, threshold, batch, updates, weight, moments } = settings;
  const random = seeded(1000 + seed), strip = followed(digits);
  const trainer = new GlimpseTrainer(params, {
    ...{ optimizer: adam(linearDecay(rate, updates)), clip: { norm: threshold } },
    ...{ batch, weight, eye },
  });
  const losses: number[] = [], paths: number[][] = [];
  let sum = 0;
  for (let step = 0; step <= updates; step++) {
    if (moments.includes(step)) {
      trainer.writeBack();
      paths.push(pathOn(strip, params));
    }
    if (step === updates) break;
    const { most, sigma } = lesson(step / updates);
    const strips = makeStrips(digits, { count: batch, split: "train", random, most });
    sum += trainer.update(strips, sigma, random).loss;
    if ((step + 1) % EACH === 0) {
      losses.push(sum / EACH);
      sum = 0;
    }
  }
  return { losses, paths };
}

/** What is learnt at a share of the training from 0 to 1: the most digits of a strip, and the spread of the locations. */
function lesson(done: number): { most: number; sigma: number } {
  return { most: done < 1 / 4 ? 1 : done < 1 / 2 ? 2 : 3, sigma: 3 - 1.8 * done };
}

function pathOn(strip: Strip, params: Params): number[] {
  return runGlimpses(params, [strip], "asked").glimpses.flatMap((
    { mean },
  ) => [...mean.matrix.data]);
}

function byDigits(strips: Strip[], rights: boolean[]): number[] {
  return [1, 2, 3].map((count) =>
    share(rights.filter((_, n) => strips[n].digits.length === count))
  );
}

/** Writes the weights that the notebook loads. */
async function ship({ eye, seed }: Run, params: Params, exact: number): Promise<void> {
  const folder = join(root, "data", "results", "glimpses");
  await Deno.mkdir(folder, { recursive: true });
  const about = {
    ...{ eye, seed, exact, updates: settings.updates },
    digits: "Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0",
  };
  await saveWeights(join(folder, `${eye}.bin`), { params, about });
}
