import { addParams, padStateGradient, type Step, zerosLike } from "./cells/cell.ts";
import { checkSizes } from "./checks.ts";
import { crossEntropy, squaredError, type Target } from "./loss.ts";
import { Matrix } from "./matrix.ts";
import { type Init, normal, type Random } from "./random.ts";

/** The weights of a readout: Why (classes × H), by (classes × 1). */
export type ReadoutParams = { Why: Matrix; by: Matrix };

/**
 * The output layer scores_t = Why h_t + by, with ŷ_t = softmax(scores_t) for classification or ŷ_t = scores_t for
 * regression.
 *
 * @example
 * ```ts
 * import { Readout, RNNCell, seeded, unroll, Vocabulary } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const random = seeded(1), letters = new Vocabulary("abc");
 * const [step] = unroll(new RNNCell(3, 4, random), letters.oneHot("a"));
 * assert.equal(new Readout(4, 3, random).scores(step.h).shape, "3×1"); // one score per class
 * ```
 */
export class Readout {
  /** Why, outputSize × hiddenSize, and by, outputSize × 1. */
  readonly params: ReadoutParams;

  /** Draws Why by `init` and sets by to zero; throws RangeError unless the sizes are positive integers. */
  constructor(
    readonly hiddenSize: number,
    readonly outputSize: number,
    random: Random,
    init: Init = normal(),
  ) {
    checkSizes({ hiddenSize, outputSize });
    this.params = { Why: init(outputSize, hiddenSize, random), by: new Matrix(outputSize, 1) };
  }

  /** Computes the scores Why h + by, classes × batch. */
  scores(h: Matrix): Matrix {
    const { Why, by } = this.params;
    return Why.matmul(h).addColumn(by);
  }

  /** Computes ∂E/∂h and ∂E/∂params from ∂E/∂scores. */
  backward(h: Matrix, dscores: Matrix): { dh: Matrix; dparams: ReadoutParams } {
    const { Why } = this.params;
    const dparams = { Why: dscores.matmul(h.T), by: dscores.sumColumns() };
    return { dh: Why.T.matmul(dscores), dparams };
  }
}

/**
 * The target of a time step: a class or null, one of these per sequence of the batch, or numbers (outputSize × batch).
 */
export type StepTarget = Target | Target[] | Matrix;

/** The loss of a sequence, and its gradient on the states and on the readout. */
export interface SequenceLoss {
  /** E = Σ_t E_t, in nats for classes; summed over time, averaged over the batch. */
  loss: number;
  /** E_1 … E_T, at indices 0 … T−1. */
  losses: number[];
  /** ∂E_t/∂state_t for each time step, through ŷ_t alone; stateSize × batch. */
  direct: Matrix[];
  /** ∂E/∂Why and ∂E/∂by. */
  dparams: ReadoutParams;
}

/**
 * Computes the loss E = Σ_t E_t of a trace: cross-entropy for classes, squared error for numbers; a null target has no
 * loss. Throws RangeError if there is not one target per time step, or, with the number of the step, if a target is
 * invalid.
 *
 * @example
 * ```ts
 * import { Readout, RNNCell, seeded, sequenceLoss, unroll, Vocabulary } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const random = seeded(1), letters = new Vocabulary("abc");
 * const trace = unroll(new RNNCell(3, 4, random), letters.oneHot("ab"));
 * const { loss, losses } = sequenceLoss(new Readout(4, 3, random), trace, letters.encode("bc"));
 * assert.equal(loss, losses[0] + losses[1]);
 * assert(Math.abs(loss - 2 * Math.log(3)) < 0.2); // near uniform before training
 * ```
 */
export function sequenceLoss(
  readout: Readout,
  trace: Step[],
  targets: StepTarget[],
): SequenceLoss {
  if (targets.length !== trace.length) {
    throw new RangeError(
      `Cannot compute the loss: expected ${trace.length} targets, one per time step, got ${targets.length}`,
    );
  }
  const losses: number[] = [];
  const direct: Matrix[] = [];
  let dparams = zerosLike(readout.params);
  trace.forEach(({ h, state }, n) => {
    const { loss, dscores } = atStep(n + 1, () => lossOf(readout.scores(h), targets[n]));
    const back = readout.backward(h, dscores);
    losses.push(loss);
    direct.push(padStateGradient(back.dh, state.rows));
    dparams = addParams(dparams, back.dparams);
  });
  return { loss: losses.reduce((sum, E) => sum + E, 0), losses, direct, dparams };
}

function lossOf(scores: Matrix, target: StepTarget): { loss: number; dscores: Matrix } {
  if (!(target instanceof Matrix)) {
    return crossEntropy(scores, target === null ? new Array(scores.cols).fill(null) : target);
  }
  const { loss, doutputs } = squaredError(scores, target);
  return { loss, dscores: doutputs };
}

/** Adds the number of the time step to the message of an error in it. */
function atStep<T>(t: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) error.message += ` (step ${t})`;
    throw error;
  }
}
