import type { Cell, Step } from "../../lib/cells/cell.ts";
import type { Batch, Model } from "../../lib/training/engine.ts";
import { argmax } from "../../lib/loss.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Random } from "../../lib/random.ts";
import { toColumns } from "../../lib/training/readable_engine.ts";
import { unroll } from "../../lib/unroll.ts";
import type { Source } from "./task.ts";

/** How a cell is run over inputs: `unroll`, or that of a fast engine. */
export type EvaluationRun = (cell: Cell, xs: Matrix[]) => Step[];

/** Σ (ŷ − y)² above which a number counts as wrong (Pascanu et al. 2013, §4.1.2). */
const FAR = 0.04;

/**
 * The share of `count` fresh sequences that a model answers wrongly: a class that is not the likeliest at some step that
 * asks for one, or a squared error above 0.04. Throws RangeError where the model's sizes are not the task's
 * or a score for classes is not finite.
 */
export function errorRate(
  task: Source,
  { cell, readout }: Model,
  count: number,
  random: Random,
  run: EvaluationRun = unroll,
): number {
  if (cell.inputSize !== task.inputSize || readout.outputSize !== task.outputSize) {
    throw new RangeError(
      `Cannot try ${task.name}: it has ${task.inputSize} inputs and ${task.outputSize} outputs, ` +
        `the model ${cell.inputSize} and ${readout.outputSize}`,
    );
  }
  const batch = task.batch(count, random);
  const trace = run(cell, toColumns(batch, cell.inputSize));
  const wrong = new Set<number>();
  trace.forEach(({ h }, t) => {
    const misses = missesAt(batch, t);
    if (misses) misses(readout.scores(h)).forEach((b) => wrong.add(b));
  });
  return wrong.size / count;
}

/** Which sequences answer step t wrongly, as a function of the scores; undefined where nothing is asked for. */
function missesAt({ size, targets }: Batch, t: number): ((scores: Matrix) => number[]) | undefined {
  const all = Array.from({ length: size }, (_, b) => b);
  if (Array.isArray(targets)) {
    const asked = targets[t];
    if (!asked) return undefined;
    return (scores) => all.filter((b) => !(scores.subtract(asked).column(b).norm() ** 2 <= FAR));
  }
  const asked = targets.subarray(t * size, (t + 1) * size);
  if (asked.every((target) => target === -1)) return undefined;
  return (scores) => {
    const answers = argmax(scores);
    return all.filter((b) => asked[b] !== -1 && answers[b] !== asked[b]);
  };
}
