import { join } from "node:path";
import {
  adam,
  datePairs,
  dateSpelling,
  decodeWeights,
  encodeWeights,
  exactShare,
  type Params,
  seeded,
  translations,
  translatorParams,
} from "rnn";
import { TranslationTrainer } from "rnn/fast";
import { saveWeights } from "rnn/files";
import { root } from "../place.ts";
import { falling } from "./captioning/pretrain.ts";

/** Dates in ten ways of writing, letter by letter, to ISO 8601. */
export const settings = {
  data: "10,000 days of 1900 to 2099, each in one of ten ways: 8,000 to train on, 2,000 to test on",
  network: "encoder LSTM, decoder LSTM, letters as one-hot columns, source reversed",
  hidden: 64,
  optimizer: "Adam, the rate falls to 0 in a line",
  rate: 0.008,
  updates: 2500,
  threshold: 1,
  batch: 64,
  longest: { source: 23, target: 11 },
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  seed: number;
}

/** What one training came to. */
export interface Outcome {
  /** The share of the unseen days that are right to the letter. */
  exact: number;
  /** E of the last 250 batches: nats a date. */
  loss: number;
  seconds: number;
}

export const runs: Run[] = [1, 2, 3].map((seed) => ({ seed }));

/** Trains one translator of dates; the weights of the first seed are shipped. */
export async function run({ seed }: Run): Promise<Outcome> {
  const start = performance.now(), spelling = dateSpelling(true), { hidden, updates } = settings;
  const pairs = datePairs(10_000, seeded(seed)), test = pairs.slice(8000);
  const sizes = { source: spelling.source.size, target: spelling.target.size, hidden };
  const params = translatorParams(sizes, seeded(100 + seed));
  const loss = learn(params, pairs.slice(0, 8000), seed);
  const rounded = decodeWeights(encodeWeights({ params, about: {} })).params;
  const exact = exactShare(spelling, rounded, test, settings.longest.target);
  if (seed === 1) {
    const folder = join(root, "data", "results", "translation");
    await Deno.mkdir(folder, { recursive: true });
    const about = { level: "dates, characters", hidden, seed, exact, updates };
    await saveWeights(join(folder, "dates.bin"), { params, about });
  }
  return { exact, loss, seconds: (performance.now() - start) / 1000 };
}

/** All updates; gives E of the last ones. */
function learn(params: Params, train: ReturnType<typeof datePairs>, seed: number): number {
  const { rate, updates, threshold, batch, longest } = settings, last = 250;
  const random = seeded(1000 + seed), spelling = dateSpelling(true);
  const trainer = new TranslationTrainer(params, {
    optimizer: adam(falling(rate, updates)),
    clip: { norm: threshold },
    batch,
    steps: [longest.source, longest.target],
  });
  let sum = 0;
  for (let step = 1; step <= updates; step++) {
    const some = Array.from({ length: batch }, () => train[Math.floor(train.length * random())]);
    const E = trainer.update(translations(spelling, some));
    if (step > updates - last) sum += E;
  }
  trainer.writeBack();
  return sum / last;
}
