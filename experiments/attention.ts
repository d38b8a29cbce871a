import { type Params, seeded } from "rnn";
import {
  attentionParams,
  attentionTranslate,
  numberPairs,
  numberVocab,
  padSources,
  type Pair,
  splitPairs,
} from "rnn/models";
import { wordTokenizer } from "rnn/text";
import { rounded, ship } from "./shared.ts";
import { countOf, share } from "./statistics.ts";
import { trainOnPairs } from "./translators.ts";

const vocab = numberVocab(wordTokenizer, false);

/** Numbers from English to French by words; the decoder attends to all encoder states, but doesn't start from the last. */
export const settings = {
  data: "0 to 9,999 in words, shuffled by the seed: 6,000 to train on, 4,000 to test on",
  network: "encoder LSTM, decoder LSTM with a = softmax(h̄ᵀ Wa h), float32",
  start: "Wx N(0, 1/16), all others N(0, 1 / 3H), forget rows + 1",
  optimizer: "Adam, the rate falls to 0 in a line",
  rate: 0.02,
  updates: 800,
  threshold: 1,
  batch: 32,
  longest: { source: 7, target: 9 },
  weights: "int8, a scale for each row; the figures are those of the rounded weights",
};

/** One training. */
export interface Run {
  hidden: number;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The share of held-out numbers whose French translation matches exactly. */
  exact: number;
  /** E of the last updates: nats per number. */
  loss: number;
  parameters: number;
  seconds: number;
}

export const runs: Run[] = [24, 8].flatMap((hidden) =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => ({ hidden, seed }))
);

/** Trains one translator; the weights of the first are shipped. */
export async function run({ hidden, seed }: Run): Promise<Outcome> {
  const start = performance.now(), { updates, ...training } = settings;
  const { train, test } = splitPairs(numberPairs(), 6000, seeded(seed));
  const sizes = { source: vocab.source.size, target: vocab.target.size, hidden };
  const params = attentionParams(sizes, seeded(100 + seed)), random = seeded(1000 + seed);
  const how = { ...training, updates, vocab, train, random, attention: true };
  const loss = await trainOnPairs(params, how);
  if (seed === 1 && hidden === runs[0].hidden) {
    const metadata = { level: "words, attention", hidden, seed, updates };
    await ship("translation/attention", params, metadata);
  }
  const weights = rounded(params), exact = share(test.map((pair) => isExact(weights, pair)));
  return { exact, loss, parameters: countOf(params), seconds: (performance.now() - start) / 1000 };
}

function isExact(params: Params, [english, french]: Pair): boolean {
  const { start, end } = vocab.target, longest = settings.longest.target;
  const source = padSources(vocab, [english]);
  const { classes } = attentionTranslate(params, source, { start, end, longest });
  return wordTokenizer.detokenize(vocab.target.decode(classes)) === french;
}
