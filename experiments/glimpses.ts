import { type Params, seeded } from "rnn";
import { type Digit, makeStrips, type Strip } from "rnn/data";
import { TapeTrainer } from "rnn/fast";
import {
  exactStripMatches,
  glimpseObjective,
  glimpseParams,
  READER_SIZES,
  runGlimpses,
} from "rnn/models";
import { adam, linearDecay } from "rnn/train";
import { DIGITS_SOURCE, loadDigits, rounded, ship } from "./shared.ts";
import { countOf, interval, share } from "./statistics.ts";

/** Strips of one to three digits read by glimpses, with random locations and with a learned policy, the latter also without a curriculum. */
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
  without: "1 to 3 digits from the first update on, all else the same; these runs were made later",
  spread: "3 to 1.2 pixels in a line; at the test the mean is taken",
  weight: 0.1,
  test: 2000,
  moments: [0, 250, 500, 1000, 1500, 2000, 3000, 4500, 6000],
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  /** The policy of the locations. */
  eye: "learned" | "random";
  /** False if strips have 1 to 3 digits from the first update on. */
  curriculum: boolean;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The share of test strips that are read without a mistake. */
  exact: number;
  /** The bootstrap interval of 95 % over test strips. */
  low: number;
  high: number;
  /** The same share for strips of 1, 2 and 3 digits. */
  byDigits: number[];
  /** The same share of this network with random locations. */
  anywhere: number;
  /** E of the answers, averaged over each 250 updates, in nats per strip. */
  losses: number[];
  /** The mean locations on one strip at the moments: y, x of every glimpse, from −1 to 1; null for random locations. */
  paths: number[][] | null;
  parameters: number;
  seconds: number;
}

const SEEDS = [1, 2, 3], EACH = 250;

export const runs: Run[] = [
  ...SEEDS.flatMap((seed): Run[] => [
    { eye: "learned", curriculum: true, seed },
    { eye: "random", curriculum: true, seed },
  ]),
  ...SEEDS.map((seed): Run => ({ eye: "learned", curriculum: false, seed })),
];

/** Returns the strip of three digits on which `paths` are recorded. */
export function followed(digits: Digit[]): Strip {
  const strips = makeStrips(digits, { count: 40, split: "test", random: seeded(6) });
  return strips.find(({ digits }) => digits.length === 3)!;
}

/** Trains one reader; the weights of the first seed with a curriculum are shipped. */
export async function run({ eye, curriculum, seed }: Run): Promise<Outcome> {
  const start = performance.now(), digits = await loadDigits();
  const { params, losses, paths } = trainReader({ eye, curriculum, seed }, digits);
  const seconds = (performance.now() - start) / 1000;
  const { updates } = settings, weights = rounded(params), strips = testStrips(digits);
  const anywhere = exactStripMatches(weights, strips, seeded(8));
  const rights = eye === "random" ? anywhere : exactStripMatches(weights, strips, "mean");
  const [low, high] = interval(rights, seeded(7)), exact = share(rights);
  if (curriculum && seed === SEEDS[0]) {
    await ship(`glimpses/${eye}`, params, { eye, seed, exact, updates, digits: DIGITS_SOURCE });
  }
  return {
    ...{ exact, low, high, byDigits: byDigits(strips, rights), anywhere: share(anywhere) },
    ...{ losses, paths: eye === "random" ? null : paths, parameters: countOf(params), seconds },
  };
}

/** Returns the strips of the test. */
export function testStrips(digits: Digit[]): Strip[] {
  return makeStrips(digits, { count: settings.test, split: "test", random: seeded(7) });
}

/** Trains one reader; returns it with the losses of the answers, and the mean locations at the moments. */
export function trainReader({ eye, curriculum, seed }: Run, digits: Digit[]) {
  const params = glimpseParams(READER_SIZES, seeded(seed));
  const { rate, threshold, batch, updates, weight, moments } = settings;
  const random = seeded(1000 + seed), strip = followed(digits);
  const trainer = new TapeTrainer(params, glimpseObjective({ policy: eye, weight }), {
    ...{ optimizer: adam(linearDecay(rate, updates)), clip: { norm: threshold }, batch },
  });
  const losses: number[] = [], paths: number[][] = [];
  let sum = 0;
  for (let step = 0; step <= updates; step++) {
    if (moments.includes(step)) {
      trainer.writeBack();
      paths.push(pathOn(strip, params));
    }
    if (step === updates) break;
    const { most, sigma } = lesson(step / updates, curriculum);
    const strips = makeStrips(digits, { count: batch, split: "train", random, maxDigits: most });
    trainer.gradients({ strips, sigma, random });
    trainer.update();
    sum += trainer.output("answers").at(0);
    if ((step + 1) % EACH === 0) {
      losses.push(sum / EACH);
      sum = 0;
    }
  }
  return { params, losses, paths };
}

/** Returns the lesson after a share of the training from 0 to 1: the maximum number of digits, and σ of the locations. */
function lesson(done: number, curriculum: boolean): { most: number; sigma: number } {
  const most = !curriculum || done >= 1 / 2 ? 3 : done < 1 / 4 ? 1 : 2;
  return { most, sigma: 3 - 1.8 * done };
}

function pathOn(strip: Strip, params: Params): number[] {
  const { glimpses } = runGlimpses(params, [strip], "mean");
  return glimpses.flatMap(({ mean }) => [...mean.matrix.data]);
}

function byDigits(strips: Strip[], rights: boolean[]): number[] {
  return [1, 2, 3].map((count) =>
    share(rights.filter((_, n) => strips[n].digits.length === count))
  );
}
