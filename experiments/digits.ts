import { type Random, seeded } from "rnn";
import { toValues, Value } from "rnn/autodiff";
import { type Digit, imageColumns, splitDigits } from "rnn/data";
import {
  digitCNN,
  imageClassifierObjective,
  imageClassifierParams,
  imageClassScores,
} from "rnn/models";
import { loadDigits, trainInPlace } from "./shared.ts";
import { accuracyOf, countOf } from "./statistics.ts";

/** A small CNN on single handwritten digits of 8×8 pixels, tested on held-out digits. */
export const settings = {
  data: "1,348 digits to train on, 300 to test on",
  cnn: "3×3 convolution of 16 maps, ReLU, pooling, 64 features with ReLU, 10 classes",
  start: "N(0, 2 / inputs), biases 0",
  optimizer: "Adam, rate 0.002 falling to 0 in a line",
  batch: 48,
  updates: 840,
};

/** One training. */
export interface Run {
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The share of test digits that are classified correctly. */
  accuracy: number;
  parameters: number;
  seconds: number;
}

export const runs: Run[] = [1, 2, 3, 4, 5].map((seed) => ({ seed }));

/** Trains and tests one network. */
export async function run({ seed }: Run): Promise<Outcome> {
  const { train, test } = splitDigits(await loadDigits()), random = seeded(seed);
  const start = performance.now(), { batch, updates } = settings;
  const params = imageClassifierParams(digitCNN, 10, random);
  let waiting: Digit[] = [];
  await trainInPlace(params, {
    ...{ objective: imageClassifierObjective(digitCNN), rate: 0.002, batch, updates },
    reportEvery: updates,
    next: () => {
      if (waiting.length < batch) waiting = shuffled(train, random);
      const digits = waiting.splice(0, batch);
      return { images: imageColumns(digits), labels: digits.map(({ label }) => label) };
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const scores = imageClassScores(digitCNN, toValues(params), new Value(imageColumns(test))).matrix;
  const accuracy = accuracyOf(scores, test.map(({ label }) => label));
  return { accuracy, parameters: countOf(params), seconds };
}

function shuffled<T>(list: T[], random: Random): T[] {
  const keyed = list.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
