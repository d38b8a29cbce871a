import type { Cell, Step } from "../../lib/cells/cell.ts";
import type { Batch, Model } from "../../lib/training/engine.ts";
import { argmax } from "../../lib/loss.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import { toColumns } from "../../lib/training/readable_engine.ts";
import { unroll } from "../../lib/unroll.ts";
import type { SequenceTask } from "./task.ts";

/** A function that applies a cell to inputs x_1 … x_T: `unroll`, or that of a fast engine. */
export type UnrollFunction = (cell: Cell, xs: Matrix[]) => Step[];

/** Σ (ŷ − y)² above which a predicted number counts as wrong (Pascanu et al. 2013, §4.1.2). */
const ERROR_LIMIT = 0.04;

/**
 * Returns the fraction of `count` newly drawn sequences with a wrong prediction: at some step with a target, the most probable
 * class is another one, or the squared error exceeds 0.04. Throws RangeError if the model's sizes differ from the task's or a
 * score is not finite.
 */
export function errorRate(
  task: SequenceTask,
  { cell, readout }: Model,
  count: number,
  random: Random,
  run: UnrollFunction = unroll,
): number {
  if (cell.inputSize !== task.inputSize || readout.outputSize !== task.outputSize) {
    throw new RangeError(
      `Cannot evaluate on ${task.name}: it has ${task.inputSize} inputs and ${task.outputSize} outputs, ` +
        `the model ${cell.inputSize} and ${readout.outputSize}`,
    );
  }
  const batch = task.batch(count, random);
  const trace = run(cell, toColumns(batch, cell.inputSize));
  const wrong = new Set<number>();
  trace.forEach(({ h }, t) => {
    const wrongAt = wrongSequences(batch, t);
    if (wrongAt) wrongAt(readout.scores(h)).forEach((b) => wrong.add(b));
  });
  return wrong.size / count;
}

/** Returns a function from the scores at step t to the wrong sequences; undefined if step t has no targets. */
function wrongSequences(
  { size, targets }: Batch,
  t: number,
): ((scores: Matrix) => number[]) | undefined {
  const all = Array.from({ length: size }, (_, b) => b);
  if (Array.isArray(targets)) {
    const ys = targets[t];
    if (!ys) return undefined;
    // also wrong if NaN
    return (scores) =>
      all.filter((b) => !(scores.subtract(ys).column(b).norm() ** 2 <= ERROR_LIMIT));
  }
  const classes = targets.subarray(t * size, (t + 1) * size);
  if (classes.every((target) => target === -1)) return undefined;
  return (scores) => {
    const predicted = argmax(scores);
    return all.filter((b) => classes[b] !== -1 && predicted[b] !== classes[b]);
  };
}
