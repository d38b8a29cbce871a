import { adam, linearDecay } from "rnn/train";
import { classifierParams, classScoresOf, digitCNN } from "rnn/models";
import { type Digit, imageColumns, splitDigits } from "rnn/data";
import { type Params, type Random, seeded } from "rnn";
import { toValues, Value } from "rnn/autodiff";
import { countOf } from "./statistics.ts";
import { ClassifierTrainer } from "rnn/models";
import { loadDigits } from "./captioning/pretrain.ts";

/** A small CNN on single handwritten digits of 8×8 pixels, shuffled once and split: no test digit was trained on. */
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

/** What one training came to. */
export interface Outcome {
  /** The share of test digits told right. */
  accuracy: number;
  parameters: number;
  seconds: number;
}

export const runs: Run[] = [1, 2, 3, 4, 5].map((seed) => ({ seed }));

/** Trains and tests one network. */
export async function run({ seed }: Run): Promise<Outcome> {
  const { train, test } = splitDigits(await loadDigits()), random = seeded(seed);
  const start = performance.now(), { batch, updates } = settings;
  const params = classifierParams(digitCNN, 10, random);
  const how = { optimizer: adam(linearDecay(0.002, updates)), batch };
  const trainer = new ClassifierTrainer(digitCNN, params, how);
  let waiting: Digit[] = [];
  for (let step = 1; step <= updates; step++) {
    if (waiting.length < batch) waiting = shuffled(train, random);
    const some = waiting.splice(0, batch);
    trainer.update(imageColumns(some), some.map(({ label }) => label));
  }
  trainer.writeBack();
  const seconds = (performance.now() - start) / 1000;
  const parameters = countOf(params);
  return { accuracy: accuracy(params, test), parameters, seconds };
}

function accuracy(params: Params, test: Digit[]): number {
  const images = new Value(imageColumns(test));
  const scores = classScoresOf(digitCNN, toValues(params), images).matrix.T;
  const right = test.filter(({ label }, n) => {
    const row = scores.data.subarray(10 * n, 10 * n + 10);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / test.length;
}

function shuffled<T>(list: T[], random: Random): T[] {
  const keyed = list.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
