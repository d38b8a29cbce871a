import { LSTMCell } from "../../lib/cells/lstm.ts";
import { type Model, paramsOf } from "../../lib/training/engine.ts";
import { Matrix } from "../../lib/matrix.ts";
import { adam } from "../../lib/training/optimizers.ts";
import { anyOf, normal, type Random } from "../../lib/random.ts";
import { Readout } from "../../lib/readout.ts";
import type { MoodSentence } from "../../datasets/sentences/sentiment.ts";
import { oneHot } from "../../lib/vocabulary.ts";
import { updater } from "../../lib/training/optimizer_step.ts";
import type { WordVocabulary } from "../../lib/text/word_vocabulary.ts";
import { classifierLoss, classScores, type Pooling } from "./classifier.ts";

/** How a reader of moods learns. */
export interface MoodTraining {
  vocabulary: WordVocabulary;
  pooling: Pooling;
  /** H, the hidden units. */
  hidden: number;
  updates: number;
  random: Random;
}

const [RATE, BATCH, START] = [0.02, 16, normal(0.25)];

/** The words of a sentence as one-hot columns; throws RangeError for a word outside the vocabulary. */
export function wordColumns(vocabulary: WordVocabulary, text: string): Matrix[] {
  return vocabulary.encode(text).map((index) => oneHot(index, vocabulary.size));
}

/** An LSTM and a readout that learn the mood of sentences, batch by batch of one length, in float64. */
export function learnMoods(
  sentences: readonly MoodSentence[],
  { vocabulary, pooling, hidden, updates, random }: MoodTraining,
): Model {
  const cell = new LSTMCell(vocabulary.size, hidden, random, START);
  const readout = new Readout(hidden, 2, random), model = { cell, readout };
  const optimizer = adam((step) => RATE * (1 - (step - 1) / updates));
  const update = updater(paramsOf(model), optimizer, { norm: 1 });
  const lengthOf = ({ text }: MoodSentence) => vocabulary.encode(text).length;
  const alike = Map.groupBy(sentences, lengthOf);
  for (let step = 1; step <= updates; step++) {
    const list = alike.get(lengthOf(anyOf(sentences, random)))!;
    const some = Array.from({ length: BATCH }, () => anyOf(list, random));
    const columns = some.map(({ text }) => wordColumns(vocabulary, text));
    const xs = columns[0].map((_, t) => Matrix.blocks([columns.map((list) => list[t])]));
    update(classifierLoss(model, xs, some.map(({ mood }) => mood), pooling).dparams);
  }
  return model;
}

/** s_1 − s_0 of a sentence, above zero where it reads as pleased; throws RangeError for an unknown word and for no words. */
export function verdict(
  model: Model,
  { vocabulary, pooling }: Pick<MoodTraining, "vocabulary" | "pooling">,
  text: string,
): number {
  const scores = classScores(model, wordColumns(vocabulary, text), pooling);
  return scores.at(1) - scores.at(0);
}
