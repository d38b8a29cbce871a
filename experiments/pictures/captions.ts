import { type Matrix, type Params, seeded } from "rnn";
import { sampleCaption } from "rnn/data";
import { type Captioner, captionObjective, greedyCaptions } from "rnn/models";
import { tokenBatch, type WordVocabulary } from "rnn/text";
import { trainInPlace } from "../shared.ts";
import type { Exam } from "./evaluate.ts";
import { columnsOf, dropout, type Layout, type Projected } from "./projected.ts";

/** A captioner with the form of the features that it receives, and the words that it writes. */
export interface Writer {
  captioner: Captioner;
  layout: Layout;
  vocabulary: WordVocabulary;
}

/** Settings of a training. */
export interface TrainingSettings {
  /** The share of the features that are set to 0 at each update. */
  dropout: number;
  rate: number;
  threshold: number;
  batch: number;
  updates: number;
  /** T of the longest caption, including its end token. */
  steps: number;
}

/** Training scenes with their features, and what their captions are made of. */
export type Lessons = Omit<Exam, "scenes"> & Projected;

/** Trains weights in place on captions of training scenes that are drawn by a seed; returns the loss of the last batches. */
export async function trainWriter(
  { captioner, layout, vocabulary }: Writer,
  params: Params,
  { seed, lessons, settings }: { seed: number; lessons: Lessons; settings: TrainingSettings },
): Promise<number> {
  const { scenes, nouns, language } = lessons, random = seeded(1000 + seed);
  const { rate, threshold, batch, updates, steps } = settings;
  const { loss } = await trainInPlace(params, {
    objective: captionObjective(captioner, { steps }),
    ...{ rate, threshold, batch, updates, reportEvery: 250 },
    next: () => {
      const some = Array.from({ length: batch }, () => Math.floor(scenes.length * random()));
      const texts = some.map((n) => sampleCaption(scenes[n], nouns, language, random));
      const images = dropout(columnsOf(lessons, some, layout), settings.dropout, random);
      return { images, captions: tokenBatch(vocabulary, texts) };
    },
    report: ({ step, loss }) =>
      console.log(`  ${captioner.name}, seed ${seed}: update ${step}, ${loss.toFixed(2)} nats`),
  });
  return loss;
}

/** Returns the greedy captions of all scenes of a split. */
export function write(
  { captioner, layout, vocabulary }: Writer,
  params: Params,
  { split, longest }: { split: Projected; longest: number },
): string[] {
  const { start, end } = vocabulary, count = split.scenes.length, said: string[] = [];
  for (let from = 0; from < count; from += 50) {
    const some = Array.from({ length: Math.min(50, count - from) }, (_, k) => from + k);
    const v: Matrix = columnsOf(split, some, layout);
    const captions = greedyCaptions(captioner, params, v, { start, end, longest });
    said.push(...captions.map((words) => vocabulary.decode(words)));
  }
  return said;
}
