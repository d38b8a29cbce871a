import { dirname, join } from "node:path";
import { type Init, type Params, Vocabulary } from "rnn";
import { type Digit, readDigits } from "rnn/data";
import { type Objective, TapeTrainer } from "rnn/fast";
import { saveWeights } from "rnn/files";
import {
  adam,
  decodeWeights,
  encodeWeights,
  fit,
  type LearningRate,
  linearDecay,
  type Report,
  type WeightsMetadata,
} from "rnn/train";
import { noteWritten } from "../scheduler/written.ts";
import { root } from "../tools/paths.ts";

/** Source of the digits, as recorded with shipped weights. */
export const DIGITS_SOURCE = "Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0";

/** Reads the digits of data/digits.csv. */
export async function loadDigits(): Promise<Digit[]> {
  return readDigits(await Deno.readTextFile(join(root, "data", "digits.csv")));
}

/** Reads data/course.txt, the text of the character models. */
export async function loadCourse(): Promise<{ vocabulary: Vocabulary; classes: number[] }> {
  const text = await Deno.readTextFile(join(root, "data", "course.txt"));
  const vocabulary = new Vocabulary(text);
  return { vocabulary, classes: vocabulary.encode(text) };
}

/** Returns the path of weights that are shipped, such as weightsPath("captioning/cnn"). */
export function weightsPath(name: string): string {
  return join(root, "data", "results", `${name}.bin`);
}

/** Writes weights that a notebook loads. */
export async function ship(name: string, params: Params, metadata: WeightsMetadata): Promise<void> {
  await Deno.mkdir(dirname(weightsPath(name)), { recursive: true });
  await saveWeights(weightsPath(name), { params, metadata });
  noteWritten(`data/results/${name}.bin`);
}

/** Returns the weights as `ship` rounds them. */
export function rounded(params: Params): Params {
  return decodeWeights(encodeWeights({ params, metadata: {} })).params;
}

/**
 * Returns an initializer of recurrent cells: one for the square matrices Wh, another for the matrices Wx. The number of
 * inputs must differ from that of units, because only the shape says which is which.
 */
export function recurrentInit(Wh: Init, Wx: Init): Init {
  return (rows, cols, random) => (rows === cols ? Wh : Wx)(rows, cols, random);
}

/** A training by Adam, with clipping by norm. */
export interface Training<Data> {
  objective: Objective<Data>;
  /** The learning rate: a number decays linearly to 0. */
  rate: LearningRate;
  /** Clipping threshold of the gradient's norm; without one there is no clipping. */
  threshold?: number;
  batch: number;
  updates: number;
  /** Updates between two reports. */
  reportEvery: number;
  /** Returns the batch of an update, counted from 1. */
  next: (step: number) => Data;
  /** Receives each report; the weights are those of that update. */
  report?: (report: Report, trainer: TapeTrainer<Data>) => unknown;
}

/** Trains weights in place, and returns the trainer and the loss of the last report in nats. */
export async function trainInPlace<Data>(
  params: Params,
  { objective, rate, threshold, batch, updates, reportEvery, next, report }: Training<Data>,
): Promise<{ trainer: TapeTrainer<Data>; loss: number }> {
  const optimizer = adam(typeof rate === "number" ? linearDecay(rate, updates) : rate);
  const clip = threshold === undefined ? undefined : { norm: threshold };
  const trainer = new TapeTrainer(params, objective, { optimizer, clip, batch });
  const batches = function* () {
    for (let step = 1; step <= updates; step++) yield next(step);
  };
  const { reports } = await fit(trainer, batches(), {
    steps: updates,
    reportEvery,
    report: (now) => report?.(now, trainer),
  });
  return { trainer, loss: reports.at(-1)!.loss };
}
