import { adam, type LearningRate } from "rnn/train";
import { tokenBatch, type WordVocabulary } from "rnn/text";
import { type Captioner, sceneCNN } from "rnn/models";
import { type Digit, imageColumns, makeScenes } from "rnn/data";
import type { Params, Random } from "rnn";
import { CaptionTrainer } from "rnn/models";

/** What is trained, in place, and on what. */
export interface Training {
  name: string;
  captioner: Captioner;
  cnn: Params;
  params: Params;
  digits: Digit[];
  vocabulary: WordVocabulary;
  random: Random;
  batch: number;
  /** T of the longest caption, its end included. */
  steps: number;
  /** The gradient's norm is clipped here. */
  threshold: number;
}

/** A stretch of training: with the CNN frozen or tuned. */
export interface Phase {
  tunes: boolean;
  updates: number;
  rate: LearningRate;
}

const REPORT = 500; // updates between two lines of progress

/** Trains on scenes made on the fly, one of the five captions of each; gives the mean loss of the last updates. */
export function trainPhase(training: Training, { tunes, updates, rate }: Phase): number {
  const { name, captioner, cnn, params, digits, vocabulary, random, batch, steps } = training;
  const eyes = { shape: sceneCNN, params: cnn, tunes };
  const how = { optimizer: adam(rate), clip: { norm: training.threshold }, batch, steps };
  const trainer = new CaptionTrainer({ captioner, params, eyes, ...how });
  let [sum, count, loss] = [0, 0, 0];
  while (trainer.step < updates) {
    const scenes = makeScenes(digits, { count: batch, split: "train", random });
    const said = scenes.map(({ captions }) => captions[Math.floor(captions.length * random())]);
    sum += trainer.update(imageColumns(scenes), tokenBatch(vocabulary, said));
    count++;
    if (trainer.step % REPORT !== 0 && trainer.step < updates) continue;
    loss = sum / count;
    [sum, count] = [0, 0];
    const where = `update ${trainer.step} of ${updates}, CNN ${tunes ? "tuned" : "frozen"}`;
    console.log(`  ${name}: ${where}, ${loss.toFixed(2)} nats a caption`);
  }
  trainer.writeBack();
  return loss;
}
