import { checkIntegers } from "../../lib/checks.ts";
import { LSTMCell } from "../../lib/cells/lstm.ts";
import { type Model, paramsOf } from "../../lib/training/engine.ts";
import { Matrix } from "../../lib/matrix.ts";
import { adam, linearDecay } from "../../lib/training/optimizers.ts";
import { choice, normal, type Random } from "../../lib/random.ts";
import { Readout } from "../../lib/readout.ts";
import type { LabeledSentence } from "../../datasets/sentences/sentiment.ts";
import { oneHot } from "../../lib/vocabulary.ts";
import { optimizerStep } from "../../lib/training/optimizer_step.ts";
import type { WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import { type Pooling, sequenceClassifierLoss, sequenceClassScores } from "./classifier.ts";

/** Options of `trainSentiment`. */
export interface SentimentTraining {
  vocabulary: WordVocabulary;
  pooling: Pooling;
  /** H, the number of hidden units. */
  hidden: number;
  updates: number;
  random: Random;
  /** Receives the number of each update and its loss in nats per sentence; training waits for it. */
  report?: (update: { step: number; loss: number }) => unknown;
}

const [RATE, BATCH, START] = [0.02, 16, normal(0.25)];

/** Returns the words of a sentence as one-hot columns; throws RangeError for a word outside the vocabulary. */
export function oneHotWords(vocabulary: WordVocabulary, text: string): Matrix[] {
  return vocabulary.encode(text).map((index) => oneHot(index, vocabulary.size));
}

/**
 * Trains an LSTM classifier on labelled sentences in float64. Each batch contains sentences of one length, so no padding is
 * needed. Throws RangeError unless `updates` and `hidden` are positive integers.
 */
export async function trainSentiment(
  sentences: readonly LabeledSentence[],
  { vocabulary, pooling, hidden, updates, random, report }: SentimentTraining,
): Promise<Model> {
  checkIntegers("Cannot train", { updates });
  const cell = new LSTMCell(vocabulary.size, hidden, random, START);
  const readout = new Readout(hidden, 2, random), model = { cell, readout };
  const optimizer = adam(linearDecay(RATE, updates));
  const update = optimizerStep(paramsOf(model), optimizer, { norm: 1 });
  const lengthOf = ({ text }: LabeledSentence) => vocabulary.encode(text).length;
  const alike = Map.groupBy(sentences, lengthOf);
  for (let step = 1; step <= updates; step++) {
    const list = alike.get(lengthOf(choice(sentences, random)))!;
    const some = Array.from({ length: BATCH }, () => choice(list, random));
    const columns = some.map(({ text }) => oneHotWords(vocabulary, text));
    const xs = columns[0].map((_, t) => Matrix.blocks([columns.map((list) => list[t])]));
    const targets = some.map(({ sentiment }) => sentiment);
    const { loss, dparams } = sequenceClassifierLoss(model, xs, targets, pooling);
    update(dparams);
    await report?.({ step, loss: loss / BATCH });
  }
  return model;
}

/** Computes the score s_1 − s_0 of a sentence, positive if it is classified as positive; throws RangeError for an unknown word or no words. */
export function sentimentScore(
  model: Model,
  { vocabulary, pooling }: Pick<SentimentTraining, "vocabulary" | "pooling">,
  text: string,
): number {
  const scores = sequenceClassScores(model, oneHotWords(vocabulary, text), pooling);
  return scores.at(1) - scores.at(0);
}
