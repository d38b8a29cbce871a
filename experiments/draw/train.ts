import { adam, linearDecay } from "rnn/train";
import { choice, Matrix, type Params, type Random, seeded } from "rnn";
import { type Digit, upscale } from "rnn/data";
import { type GenerativeModel, latentNoise } from "rnn/models";
import { PaintTrainer } from "rnn/models";
import { mean } from "../statistics.ts";

/** How a painter is trained. */
export interface Training {
  side: number;
  threshold: number;
  updates: number;
  rate: number;
  clip: number;
  batch: number;
  /** After how many updates the validation digits are looked at. */
  every: number;
  /** How many draws of noise for each of them. */
  draws: number;
}

/** What a training came to. */
export interface Trained {
  /** The least bound of the validation digits, in nats an image, and after how many updates it was. */
  validation: number;
  best: number;
}

/** Trains in place, and leaves the weights that the validation digits liked best. */
export function learn(
  painter: GenerativeModel,
  params: Params,
  { train, validation }: { train: Digit[]; validation: Digit[] },
  random: Random,
  how: Training,
): Trained {
  const { updates, rate, clip, batch, every, draws } = how;
  const optimizer = adam(linearDecay(rate, updates));
  const trainer = new PaintTrainer(painter, params, { optimizer, clip: { norm: clip }, batch });
  const held = imagesOf(validation, how), batchOf = batchesOf(train, random, how);
  let found: Trained = { validation: Infinity, best: 0 };
  for (let step = 1; step <= updates; step++) {
    trainer.update(batchOf(step), latentNoise(painter, batch, random));
    if (step % every !== 0) continue;
    const each = boundsOf(painter, trainer, held, { batch, draws, random: seeded(11) });
    const now = mean(each);
    if (now >= found.validation) continue;
    found = { validation: now, best: step };
    trainer.writeBack();
  }
  return found;
}

/** The bound of each image in nats, the mean of several draws of noise, a batch at a time. */
export function boundsOf(
  painter: GenerativeModel,
  trainer: PaintTrainer,
  images: Matrix,
  { batch, draws, random }: { batch: number; draws: number; random: Random },
): number[] {
  const sums = new Array<number>(images.cols).fill(0);
  for (let from = 0; from < images.cols; from += batch) {
    const some = columns(images, from, batch);
    for (let draw = 0; draw < draws; draw++) {
      const { data } = trainer.bounds(some, latentNoise(painter, batch, random));
      for (let b = 0; b < batch && from + b < sums.length; b++) sums[from + b] += data[b] / draws;
    }
  }
  return sums;
}

/** Digits side by side, enlarged. */
export function imagesOf(digits: Digit[], how: { side: number; threshold: number }): Matrix {
  return Matrix.blocks([digits.map((digit) => upscale(digit, how))]);
}

/** Batches of digits by chance; on every second one each is moved by a pixel at most to every side. */
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

/** So many columns from one on; behind the last column there is paper. */
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
