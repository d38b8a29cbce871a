import { argmax } from "../../lib/loss.ts";
import type { Step } from "../../lib/cells/cell.ts";
import { LSTMCell } from "../../lib/cells/lstm.ts";
import type { Batch, Engine, Model } from "../../lib/training/engine.ts";
import { adam, linearDecay } from "../../lib/training/optimizers.ts";
import { normal, type Random } from "../../lib/random.ts";
import { toColumns } from "../../lib/training/readable_engine.ts";
import { Readout } from "../../lib/readout.ts";
import { type Report, train } from "../../lib/training/train.ts";
import { unroll } from "../../lib/unroll.ts";
import type { SequenceShape } from "./shape.ts";

/** How a shape is learnt. */
export interface TrainedShape {
  /** H, the hidden units. */
  hidden: number;
  updates: number;
  /** Where chance comes from: the weights and the examples. */
  random: Random;
  /** What computes; the readable float64 path unless given. */
  engine?: Engine;
}

const [RATE, BATCH, FORGET] = [0.012, 32, 1];
const START = normal(0.25);

/**
 * One LSTM and a readout that learn a shape, whichever it is: the same cell, the same loop, other batches. Gives the model and
 * twenty reports of the loss.
 */
export async function trainShape(
  shape: SequenceShape,
  { hidden, updates, random, engine }: TrainedShape,
): Promise<{ model: { cell: LSTMCell; readout: Readout }; reports: Report[] }> {
  const cell = new LSTMCell(shape.inputSize, hidden, random, START);
  const readout = new Readout(hidden, shape.classes.length, random, START);
  cell.params.bf.data.fill(FORGET);
  const model = { cell, readout }, reportEvery = Math.max(1, Math.round(updates / 20));
  const optimizer = adam(linearDecay(RATE, updates));
  const how = { optimizer, clip: { norm: 1 }, steps: updates, reportEvery, engine };
  const { reports } = await train(model, batches(shape, random), how);
  return { model, reports };
}

function* batches({ train }: SequenceShape, random: Random): Generator<Batch> {
  while (true) yield train.batch(BATCH, random);
}

/** What a model makes of one sequence, step by step. */
export interface ShapePrediction {
  trace: Step[];
  /** The word read at each step; "0" for a column of zeros, "image" for numbers. */
  inputs: string[];
  /** The likeliest class where one is asked for, otherwise "". */
  outputs: string[];
}

/** The trace of a batch of one sequence, from the first step that reads something, with names for what goes in and out. */
export function predictShape(
  { words, classes }: SequenceShape,
  { cell, readout }: Model,
  batch: Batch,
): ShapePrediction {
  if (batch.size !== 1) throw new RangeError(`Cannot tell the answer to ${batch.size} sequences`);
  const xs = toColumns(batch, cell.inputSize), trace = unroll(cell, xs);
  const inputs = xs.map(({ data }) => {
    if (data.every((value) => value === 0)) return "0";
    return words.length === 0 ? "image" : words[data.indexOf(1)];
  });
  const outputs = trace.map(({ h }, t) => {
    const asked = Array.isArray(batch.targets) || batch.targets[t] === -1 ? undefined : h;
    if (!asked) return "";
    return classes[argmax(readout.scores(asked))[0]];
  });
  const first = inputs.findIndex((input) => input !== "0");
  return { trace: trace.slice(first), inputs: inputs.slice(first), outputs: outputs.slice(first) };
}
