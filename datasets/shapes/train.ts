import { likeliest } from "../../lib/loss.ts";
import type { Step } from "../../lib/cells/cell.ts";
import { LSTMCell } from "../../lib/cells/lstm.ts";
import type { Batch, Engine, Model } from "../../lib/training/engine.ts";
import { adam } from "../../lib/training/optimizers.ts";
import { normal, type Random } from "../../lib/random.ts";
import { columns } from "../../lib/training/readable_engine.ts";
import { Readout } from "../../lib/readout.ts";
import { type Report, train } from "../../lib/training/train.ts";
import { unroll } from "../../lib/unroll.ts";
import type { Shape } from "./shape.ts";

/** How a shape is learnt. */
export interface ShapeTraining {
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
export async function learnShape(
  shape: Shape,
  { hidden, updates, random, engine }: ShapeTraining,
): Promise<{ model: { cell: LSTMCell; readout: Readout }; reports: Report[] }> {
  const cell = new LSTMCell(shape.inputSize, hidden, random, START);
  const readout = new Readout(hidden, shape.classes.length, random, START);
  cell.params.bf.data.fill(FORGET);
  const model = { cell, readout }, reportEvery = Math.max(1, Math.round(updates / 20));
  const optimizer = adam((step) => RATE * (1 - (step - 1) / updates));
  const how = { optimizer, clip: { norm: 1 }, steps: updates, reportEvery, engine };
  const { reports } = await train(model, batches(shape, random), how);
  return { model, reports };
}

function* batches({ train }: Shape, random: Random): Generator<Batch> {
  while (true) yield train.batch(BATCH, random);
}

/** What a model makes of one sequence, step by step. */
export interface Answered {
  trace: Step[];
  /** The word read at each step; "0" for a column of zeros, "image" for numbers. */
  inputs: string[];
  /** The likeliest class where one is asked for, otherwise "". */
  outputs: string[];
}

/** The trace of a batch of one sequence, from the first step that reads something, with names for what goes in and out. */
export function answerOf(
  { words, classes }: Shape,
  { cell, readout }: Model,
  batch: Batch,
): Answered {
  if (batch.size !== 1) throw new RangeError(`Cannot tell the answer to ${batch.size} sequences`);
  const xs = columns(batch, cell.inputSize), trace = unroll(cell, xs);
  const inputs = xs.map(({ data }) => {
    if (data.every((value) => value === 0)) return "0";
    return words.length === 0 ? "image" : words[data.indexOf(1)];
  });
  const outputs = trace.map(({ h }, t) => {
    const asked = Array.isArray(batch.targets) || batch.targets[t] === -1 ? undefined : h;
    if (!asked) return "";
    return classes[likeliest(readout.scores(asked))[0]];
  });
  const first = inputs.findIndex((input) => input !== "0");
  return { trace: trace.slice(first), inputs: inputs.slice(first), outputs: outputs.slice(first) };
}
