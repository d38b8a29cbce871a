import { type Pooling, sentimentScore, trainSentiment } from "rnn/models";
import { type LabeledSentence, sentimentSentences } from "rnn/data";
import { seeded } from "rnn";
import { WordVocabulary } from "rnn/text";
import { countOf, interval, share } from "./statistics.ts";

/** The sentiment of a sentence from the last hidden state or the mean of all, tested on held-out sentence patterns. */
export const settings = {
  data: "768 sentences of 33 patterns and by hand to train on, 220 of 11 other patterns to test on",
  network: "LSTM on one-hot words, two classes, batches of 16 of one length, float64",
  hidden: 16,
  optimizer: "Adam, rate 0.02 falling to 0 in a line, the gradient's norm clipped at 1",
  updates: 500,
};

/** One training. */
export interface Run {
  pooling: Pooling;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The accuracy on test sentences. */
  exact: number;
  /** The bootstrap interval of 95 % over test sentences. */
  low: number;
  high: number;
  /** The accuracy on training sentences. */
  trained: number;
  parameters: number;
  seconds: number;
}

export const runs: Run[] = (["last", "mean"] as Pooling[]).flatMap((pooling) =>
  [1, 2, 3, 4, 5].map((seed) => ({ pooling, seed }))
);

/** Trains and tests one classifier; the sentences are the same for all. */
export async function run({ pooling, seed }: Run): Promise<Outcome> {
  const start = performance.now(), { train, test } = sentimentSentences(seeded(1));
  const vocabulary = new WordVocabulary(train.map(({ text }) => text));
  const { hidden, updates } = settings, how = { vocabulary, pooling };
  const model = await trainSentiment(train, { ...how, hidden, updates, random: seeded(seed) });
  const right = ({ text, sentiment }: LabeledSentence) =>
    Number(sentimentScore(model, how, text) > 0) === sentiment;
  const rights = test.map(right), [low, high] = interval(rights, seeded(7));
  return {
    ...{ exact: share(rights), low, high, trained: share(train.map(right)) },
    parameters: countOf({ ...model.cell.params, ...model.readout.params }),
    seconds: (performance.now() - start) / 1000,
  };
}
