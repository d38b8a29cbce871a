import { choice } from "rnn";
import type { Params, Random } from "rnn";
import { type Digit, imageColumns, makeScenes } from "rnn/data";
import { type Captioner, captionObjective, sceneCNN } from "rnn/models";
import { tokenBatch, type WordVocabulary } from "rnn/text";
import type { LearningRate } from "rnn/train";
import { trainInPlace } from "../shared.ts";

/** The model that is trained in place, and its training data. */
export interface Training {
  name: string;
  captioner: Captioner;
  cnn: Params;
  params: Params;
  digits: Digit[];
  vocabulary: WordVocabulary;
  random: Random;
  batch: number;
  /** T of the longest caption, including its end token. */
  steps: number;
  /** Clipping threshold of the gradient's norm. */
  threshold: number;
}

/** A phase of training, with the CNN frozen or tuned. */
export interface Phase {
  tunes: boolean;
  updates: number;
  rate: LearningRate;
}

/** Trains on scenes generated on the fly, with one of the five captions of each; returns the mean loss of the last updates. */
export async function trainPhase(
  training: Training,
  { tunes, updates, rate }: Phase,
): Promise<number> {
  const { name, captioner, cnn, params, digits, vocabulary, random, batch, steps } = training;
  const network = { shape: sceneCNN, frozen: tunes ? undefined : cnn };
  const { loss } = await trainInPlace(tunes ? { ...cnn, ...params } : params, {
    objective: captionObjective(captioner, { steps, cnn: network }),
    ...{ rate, threshold: training.threshold, batch, updates, reportEvery: 500 },
    next: () => {
      const scenes = makeScenes(digits, { count: batch, split: "train", random });
      const texts = scenes.map(({ captions }) => choice(captions, random));
      return { images: imageColumns(scenes), captions: tokenBatch(vocabulary, texts) };
    },
    report: ({ step, loss }) => {
      const phase = `update ${step} of ${updates}, CNN ${tunes ? "tuned" : "frozen"}`;
      console.log(`  ${name}: ${phase}, ${loss.toFixed(2)} nats per caption`);
    },
  });
  return loss;
}
