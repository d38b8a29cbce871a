import { join } from "node:path";
import { adam, type WeightsMetadata } from "rnn/train";
import { type Pair, translationBatch, type TranslationVocab } from "rnn/models";
import type { Params, Random } from "rnn";
import { TranslationTrainer } from "rnn/models";
import { saveWeights } from "rnn/files";
import { root } from "../tools/paths.ts";
import { linearDecay } from "./captioning/pretrain.ts";

/** How pairs are learnt. */
export interface Learning {
  spelling: TranslationVocab;
  train: readonly Pair[];
  /** Which pairs each update sees. */
  random: Random;
  rate: number;
  updates: number;
  threshold: number;
  batch: number;
  /** The steps of the longest sentence, and of the longest translation with its end. */
  longest: { source: number; target: number };
}

const LAST = 250;

/** All updates, the rate falling to 0 in a line; gives E of the last 250 batches, in nats a pair. */
export function learnPairs(params: Params, learning: Learning): number {
  const { spelling, train, random, rate, updates, threshold, batch, longest } = learning;
  const trainer = new TranslationTrainer(params, {
    optimizer: adam(linearDecay(rate, updates)),
    clip: { norm: threshold },
    batch,
    steps: [longest.source, longest.target],
  });
  let sum = 0;
  for (let step = 1; step <= updates; step++) {
    const some = Array.from({ length: batch }, () => train[Math.floor(train.length * random())]);
    const E = trainer.update(translationBatch(spelling, some));
    if (step > updates - LAST) sum += E;
  }
  trainer.writeBack();
  return sum / LAST;
}

/** Writes the weights that the notebook loads. */
export async function shipTranslator(
  name: string,
  params: Params,
  about: WeightsMetadata,
): Promise<void> {
  const folder = join(root, "data", "results", "translation");
  await Deno.mkdir(folder, { recursive: true });
  await saveWeights(join(folder, `${name}.bin`), { params, about });
}
