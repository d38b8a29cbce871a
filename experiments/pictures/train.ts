import { choice, Matrix, type Params, type Random } from "rnn";
import { type PictureScene, sampleCaption } from "rnn/data";
import type { PictureLanguage, PictureSet } from "rnn/files";
import { type Captioner, captionObjective, type CNNShape } from "rnn/models";
import { tokenBatch, type WordVocabulary } from "rnn/text";
import { trainInPlace } from "../shared.ts";

/** Scenes with the features that a captioner reads: a row for each. */
export interface Examples {
  scenes: readonly PictureScene[];
  features: readonly Matrix[];
}

/** A training of a captioner, in place. */
export interface Training {
  captioner: Captioner;
  params: Params;
  /** A CNN that computes the captioner's features, and is trained too: its weights are among `params`, and examples are images. */
  cnn?: CNNShape;
  examples: Examples;
  pictures: PictureSet;
  language: PictureLanguage;
  vocabulary: WordVocabulary;
  random: Random;
  /** T of the longest caption, including its end token. */
  steps: number;
  batch: number;
  rate: number;
  threshold: number;
  updates: number;
  /** Updates at the beginning on scenes with objects of one noun only. */
  singles: number;
  /** The probability that a feature is replaced by 0 in training, while the others are scaled up. */
  dropout: number;
  /** Receives the mean loss since the last report. */
  report?: (step: number, loss: number) => void;
}

/** Trains on a caption of each scene, drawn by its probability; returns the mean loss of the last updates in nats per caption. */
export async function trainOnPictures(training: Training): Promise<number> {
  const { captioner, params, examples, steps, batch, updates, singles, report } = training;
  const all = examples.scenes.map((_, n) => n);
  const ofOneNoun = all.filter((n) => examples.scenes[n].groups.length === 1);
  const { loss } = await trainInPlace(params, {
    objective: captionObjective(captioner, { steps, cnn: training.cnn && { shape: training.cnn } }),
    ...{ rate: training.rate, threshold: training.threshold, batch, updates, reportEvery: 250 },
    next: (step) => drawBatch(training, step <= singles ? ofOneNoun : all),
    report: ({ step, loss }) => report?.(step, loss),
  });
  return loss;
}

function drawBatch(training: Training, among: readonly number[]) {
  const { examples, pictures, language, vocabulary, random, batch } = training;
  const which = Array.from({ length: batch }, () => choice(among, random));
  const texts = which.map((n) =>
    sampleCaption(examples.scenes[n], pictures.nouns, language, random)
  );
  return {
    images: withDropout(columnsOf(examples, which), training.dropout, random),
    captions: tokenBatch(vocabulary, texts),
  };
}

/** Returns the features of some examples, one in each column. */
export function columnsOf({ features }: Examples, which: readonly number[]): Matrix {
  const [{ data: { length: rows } }] = features, v = new Matrix(rows, which.length);
  which.forEach((n, b) => {
    const { data } = features[n];
    for (let r = 0; r < rows; r++) v.data[r * which.length + b] = data[r];
  });
  return v;
}

function withDropout(v: Matrix, dropout: number, random: Random): Matrix {
  return dropout === 0 ? v : v.map((value) => random() < dropout ? 0 : value / (1 - dropout));
}
