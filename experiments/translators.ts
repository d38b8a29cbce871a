import type { Params } from "rnn";
import {
  attentionObjective,
  type Pair,
  translationBatch,
  translationObjective,
  type TranslationSteps,
  type TranslationVocab,
} from "rnn/models";
import { trainInPlace } from "./shared.ts";

/** A training on pairs of sentences. */
export interface PairTraining {
  vocab: TranslationVocab;
  /** Returns the next pair of a batch. */
  next: () => Pair;
  rate: number;
  updates: number;
  threshold: number;
  batch: number;
  /** Steps of the longest sentence, and of the longest translation including its end token. */
  longest: TranslationSteps;
  /** True for a decoder with attention to all encoder states. */
  attention?: boolean;
}

/** Trains a translator in place; returns E of the last 250 updates, in nats per pair. */
export async function trainOnPairs(
  params: Params,
  { vocab, next, longest, attention, ...training }: PairTraining,
): Promise<number> {
  const batchOf = () => Array.from({ length: training.batch }, next);
  const { loss } = await trainInPlace(params, {
    ...training,
    objective: attention ? attentionObjective(longest) : translationObjective(longest),
    reportEvery: 250,
    next: () => translationBatch(vocab, batchOf()),
  });
  return loss;
}
