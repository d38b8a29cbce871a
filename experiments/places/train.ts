import type { Params, Random } from "rnn";
import { type Captioner, captionObjective, sceneCNN } from "rnn/models";
import type { WordVocabulary } from "rnn/text";
import { trainInPlace } from "../shared.ts";
import { drawBatch, type Pool } from "./pool.ts";

const BATCH = 64;

/** A captioner that is trained in place behind a CNN. */
export interface Training {
  captioner: Captioner;
  params: Params;
  cnn: Params;
  /** True if the CNN is fine-tuned. */
  tuned: boolean;
  rate: number;
  updates: number;
  pool: Pool;
  vocabulary: WordVocabulary;
  random: Random;
}

/**
 * Trains with the CNN frozen for the first fifth of the updates, at a constant rate, and with or without it for the rest,
 * while the rate falls to 0 in a line. Returns the mean loss of the last 100 updates in nats per caption.
 */
export async function trainPlace(training: Training): Promise<number> {
  const { tuned, rate, updates } = training, first = updates / 5;
  await phase(training, { tunes: false, updates: first, rate: () => rate });
  return await phase(training, { tunes: tuned, updates: updates - first, rate });
}

async function phase(
  { captioner, params, cnn, pool, vocabulary, random }: Training,
  { tunes, updates, rate }: {
    tunes: boolean;
    updates: number;
    rate: number | ((step: number) => number);
  },
): Promise<number> {
  const { loss } = await trainInPlace(tunes ? { ...cnn, ...params } : params, {
    objective: captionObjective(captioner, {
      steps: 12,
      cnn: tunes ? { shape: sceneCNN } : undefined,
    }),
    ...{ rate, threshold: 1, batch: BATCH, updates, reportEvery: 100 },
    next: () => drawBatch(pool, { batch: BATCH, vocabulary, random, pixels: tunes }),
  });
  return loss;
}
