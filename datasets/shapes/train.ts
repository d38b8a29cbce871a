import { argmax } from "../../lib/loss.ts";
import type { Step } from "../../lib/cells/cell.ts";
import { LSTMCell } from "../../lib/cells/lstm.ts";
import type { Batch, Engine, Model } from "../../lib/training/engine.ts";
import { adam, linearDecay } from "../../lib/training/optimizers.ts";
import { normal, type Random } from "../../lib/random.ts";
import { toColumns } from "../../lib/training/readable_engine.ts";
import { Readout } from "../../lib/readout.ts";
import type { Report } from "../../lib/training/fit.ts";
import { train } from "../../lib/training/train.ts";
import { unroll } from "../../lib/unroll.ts";
import type { SequenceShape } from "./shape.ts";

/** Options of `trainShape`. */
export interface TrainShapeOptions {
  /** H, the hidden units. */
  hidden: number;
  /** The number of optimizer steps. */
  updates: number;
  /** The source of randomness for weights and examples. */
  random: Random;
  /** The engine; by default the readable float64 one. */
  engine?: Engine;
}

const [LEARNING_RATE, BATCH, FORGET_BIAS] = [0.012, 32, 1];
const INIT = normal(0.25);

/**
 * Trains an LSTM with a readout on a shape, with the same settings for all five. Returns the model and twenty reports of the
 * loss.
 */
export async function trainShape(
  shape: SequenceShape,
  { hidden, updates, random, engine }: TrainShapeOptions,
): Promise<{ model: { cell: LSTMCell; readout: Readout }; reports: Report[] }> {
  const cell = new LSTMCell(shape.inputSize, hidden, random, INIT);
  const readout = new Readout(hidden, shape.classes.length, random, INIT);
  cell.params.bf.data.fill(FORGET_BIAS);
  const model = { cell, readout }, reportEvery = Math.max(1, Math.round(updates / 20));
  const optimizer = adam(linearDecay(LEARNING_RATE, updates));
  const how = { optimizer, clip: { norm: 1 }, steps: updates, reportEvery, engine };
  const { reports } = await train(model, batches(shape, random), how);
  return { model, reports };
}

function* batches({ train }: SequenceShape, random: Random): Generator<Batch> {
  while (true) yield train.batch(BATCH, random);
}

/** A model's predictions for one sequence. */
export interface ShapePrediction {
  /** The steps of the unrolled cell. */
  trace: Step[];
  /** The input word of each step; "0" for a column of zeros, "image" for numbers. */
  inputs: string[];
  /** The most probable class of each step with a target, otherwise "". */
  outputs: string[];
}

/** Predicts the classes of a batch of one sequence, from the first nonzero input on; throws RangeError for a larger batch. */
export function predictShape(
  { words, classes }: SequenceShape,
  { cell, readout }: Model,
  batch: Batch,
): ShapePrediction {
  if (batch.size !== 1) {
    throw new RangeError(`Cannot predict a batch of ${batch.size} sequences: expected 1`);
  }
  const xs = toColumns(batch, cell.inputSize), trace = unroll(cell, xs);
  const inputs = xs.map(({ data }) => {
    if (data.every((value) => value === 0)) return "0";
    return words.length === 0 ? "image" : words[data.indexOf(1)];
  });
  const outputs = trace.map(({ h }, t) => {
    const hasTarget = !Array.isArray(batch.targets) && batch.targets[t] !== -1;
    return hasTarget ? classes[argmax(readout.scores(h))[0]] : "";
  });
  const first = inputs.findIndex((input) => input !== "0");
  return { trace: trace.slice(first), inputs: inputs.slice(first), outputs: outputs.slice(first) };
}
