import { choice, seeded } from "rnn";
import { datePairs, dateVocab, exactMatches, translatorParams } from "rnn/models";
import { rounded } from "./shared.ts";
import { interval, share } from "./statistics.ts";
import { trainOnPairs } from "./translators.ts";

/** Dates in ten formats to ISO 8601, by characters. */
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

/** The result of one training. */
export interface Outcome {
  /** The share of held-out days whose translation matches exactly. */
  exact: number;
  /** The bootstrap interval of 95 % over test days. */
  low: number;
  high: number;
  /** E of the last 250 batches, in nats per date. */
  loss: number;
  seconds: number;
}

export const runs: Run[] = [1, 2, 3].map((seed) => ({ seed }));

/** Trains one translator of dates, and tests it with its weights as `ship` would round them. */
export async function run({ seed }: Run): Promise<Outcome> {
  const start = performance.now(), vocab = dateVocab(true), { hidden, ...training } = settings;
  const pairs = datePairs(10_000, seeded(seed)), train = pairs.slice(0, 8000);
  const sizes = { source: vocab.source.size, target: vocab.target.size, hidden };
  const params = translatorParams(sizes, seeded(100 + seed)), random = seeded(1000 + seed);
  const loss = await trainOnPairs(params, {
    ...training,
    vocab,
    next: () => choice(train, random),
  });
  const longest = settings.longest.target;
  const matches = exactMatches(vocab, rounded(params), pairs.slice(8000), longest);
  const exact = share(matches), [low, high] = interval(matches, seeded(7));
  return { exact, low, high, loss, seconds: (performance.now() - start) / 1000 };
}
