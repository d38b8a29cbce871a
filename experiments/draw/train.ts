import { choice, Matrix, type Params, type Random, seeded } from "rnn";
import { type Digit, upscale } from "rnn/data";
import type { TapeTrainer } from "rnn/fast";
import { elboObjective, type GenerativeModel, latentNoise, type NoisyImages } from "rnn/models";
import { trainInPlace } from "../shared.ts";
import { mean } from "../statistics.ts";

/** Options of `learn`. */
export interface Training {
  side: number;
  threshold: number;
  updates: number;
  rate: number;
  clip: number;
  batch: number;
  /** Updates between two validations. */
  every: number;
  /** Samples of noise for each validation digit. */
  draws: number;
}

/** The result of `learn`. */
export interface Trained {
  /** The lowest bound on the validation digits, in nats per image, and its update. */
  validation: number;
  best: number;
}

/** Trains in place, and keeps the weights with the lowest bound on the validation digits. */
export async function learn(
  model: GenerativeModel,
  params: Params,
  { train, validation }: { train: Digit[]; validation: Digit[] },
  random: Random,
  how: Training,
): Promise<Trained> {
  const { updates, rate, clip, batch, every, draws } = how;
  const heldOut = imagesOf(validation, how), batchOf = batchesOf(train, random, how);
  let found: Trained = { validation: Infinity, best: 0 }, snapshot;
  const { trainer } = await trainInPlace(params, {
    ...{ objective: elboObjective(model), rate, threshold: clip, batch, updates },
    reportEvery: every,
    next: (step) => ({ images: batchOf(step), noise: latentNoise(model, batch, random) }),
    report({ step }, trainer) {
      const each = boundsOf(model, trainer, heldOut, { batch, draws, random: seeded(11) });
      if (mean(each) >= found.validation) return;
      found = { validation: mean(each), best: step };
      snapshot = trainer.snapshot();
    },
  });
  if (snapshot) trainer.restore(snapshot);
  trainer.writeBack();
  return found;
}

/** Returns the bound of each image in nats, averaged over several samples of noise. */
export function boundsOf(
  model: GenerativeModel,
  trainer: TapeTrainer<NoisyImages>,
  images: Matrix,
  { batch, draws, random }: { batch: number; draws: number; random: Random },
): number[] {
  const sums = new Array<number>(images.cols).fill(0);
  for (let from = 0; from < images.cols; from += batch) {
    const some = columns(images, from, batch);
    for (let draw = 0; draw < draws; draw++) {
      trainer.loss({ images: some, noise: latentNoise(model, batch, random) });
      const { data } = trainer.output("negativeELBO");
      for (let b = 0; b < batch && from + b < sums.length; b++) sums[from + b] += data[b] / draws;
    }
  }
  return sums;
}

/** Returns enlarged digits as columns. */
export function imagesOf(digits: Digit[], how: { side: number; threshold: number }): Matrix {
  return Matrix.blocks([digits.map((digit) => upscale(digit, how))]);
}

/** Returns a sampler of random batches; in every second one each digit is shifted by up to a pixel along each axis. */
function batchesOf(digits: Digit[], random: Random, how: Training): (step: number) => Matrix {
  const moves = [0, 1, -1].flatMap((right) => [0, 1, -1].map((down) => [right, down] as const));
  const pictures = moves.map(([...shift]) => digits.map((d) => upscale(d, { ...how, shift })));
  const { batch, side } = how;
  return (step) => {
    const images = new Matrix(side * side, batch);
    for (let b = 0; b < batch; b++) {
      const { data } = choice(step % 2 === 0 ? choice(pictures, random) : pictures[0], random);
      for (let n = 0; n < data.length; n++) images.data[n * batch + b] = data[n];
    }
    return images;
  };
}

/** Returns `count` columns starting at `from`, padded with zeros. */
function columns({ rows, cols, data }: Matrix, from: number, count: number): Matrix {
  const out = new Matrix(rows, count);
  for (let i = 0; i < rows; i++) {
    out.data.set(
      data.subarray(i * cols + from, i * cols + Math.min(cols, from + count)),
      i * count,
    );
  }
  return out;
}
