import { type Pooling, sentimentScore, trainSentiment } from "rnn/models";
import { type LabeledSentence, sentimentSentences } from "rnn/data";
import { seeded } from "rnn";
import { WordVocabulary } from "rnn/text";
import { countOf, interval, share } from "./statistics.ts";

/**
 * The sentiment of a sentence from the last hidden state or the mean of all, tested on held-out sentence patterns. The unit
 * of the test is the pattern: sentences made from one pattern succeed or fail together.
 */
export const settings = {
  data: "768 sentences of 33 patterns and by hand to train on, 220 of 11 other patterns to test on",
  network: "LSTM on one-hot words, two classes, batches of 16 of one length, float64",
  hidden: 16,
  optimizer: "Adam, rate 0.02 falling to 0 in a line, the gradient's norm clipped at 1",
  updates:
    "500 as in notebook 10, and 1,500, because the mean has not learnt its training sentences after 500",
  tests: "the same 220 sentences for all runs; nothing was chosen by them",
};

/** One training. */
export interface Run {
  pooling: Pooling;
  updates: number;
  seed: number;
}

/** The result of one training. */
export interface Outcome {
  /** The accuracy on test sentences. */
  exact: number;
  /** The bootstrap interval of 95 % over test patterns. */
  low: number;
  high: number;
  /** The accuracy on the sentences of each test pattern. */
  byPattern: { [pattern: string]: number };
  /** The accuracy on training sentences. */
  trained: number;
  parameters: number;
  seconds: number;
}

export const runs: Run[] = [500, 1500].flatMap((updates) =>
  (["last", "mean"] as Pooling[]).flatMap((pooling) =>
    [1, 2, 3, 4, 5].map((seed) => ({ pooling, updates, seed }))
  )
);

/** Trains and tests one classifier; the sentences are the same for all. */
export async function run({ pooling, updates, seed }: Run): Promise<Outcome> {
  const start = performance.now(), { train, test } = sentimentSentences(seeded(1));
  const vocabulary = new WordVocabulary(train.map(({ text }) => text));
  const { hidden } = settings, how = { vocabulary, pooling };
  const model = await trainSentiment(train, { ...how, hidden, updates, random: seeded(seed) });
  const right = ({ text, sentiment }: LabeledSentence) =>
    Number(sentimentScore(model, how, text) > 0) === sentiment;
  const patterns = Map.groupBy(test, ({ pattern }) => pattern);
  const byPattern = Object.fromEntries(
    [...patterns].map(([pattern, list]) => [pattern, share(list.map(right))]),
  );
  const [low, high] = interval(Object.values(byPattern), seeded(7));
  return {
    ...{ exact: share(test.map(right)), low, high, byPattern, trained: share(train.map(right)) },
    parameters: countOf({ ...model.cell.params, ...model.readout.params }),
    seconds: (performance.now() - start) / 1000,
  };
}
