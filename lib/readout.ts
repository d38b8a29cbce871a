import { addParams, checkSizes, padStateGradient, type Step, zerosLike } from "./cells/cell.ts";
import { crossEntropy, squaredError, type Target } from "./loss.ts";
import { Matrix } from "./matrix.ts";
import { type Init, normal, type Random } from "./random.ts";

/** The weights of a readout: Why (classes × H), by (classes × 1). */
export type ReadoutParams = { Why: Matrix; by: Matrix };

/** What looks at h: scores_t = Why h_t + by, and ŷ_t = softmax(scores_t), or ŷ_t = scores_t where numbers are asked for. */
export class Readout {
  /** Why, outputSize × hiddenSize, and by, outputSize × 1. */
  readonly params: ReadoutParams;

  /** Why drawn by `init`, by zero; throws RangeError for a size that isn't whole and above zero. */
  constructor(
    readonly hiddenSize: number,
    readonly outputSize: number,
    random: Random,
    init: Init = normal(),
  ) {
    checkSizes(hiddenSize, outputSize);
    this.params = { Why: init(outputSize, hiddenSize, random), by: new Matrix(outputSize, 1) };
  }

  /** Why h + by, classes × batch. */
  scores(h: Matrix): Matrix {
    const { Why, by } = this.params;
    return Why.matmul(h).addColumn(by);
  }

  /** ∂E/∂scores gives ∂E/∂h and ∂E/∂params. */
  backward(h: Matrix, dscores: Matrix): { dh: Matrix; dparams: ReadoutParams } {
    const { Why } = this.params;
    const dparams = { Why: dscores.matmul(h.T), by: dscores.sumColumns() };
    return { dh: Why.T.matmul(dscores), dparams };
  }
}

/** What is asked for at a step: a class or null, one of them for each sequence, or numbers (outputSize × batch). */
export type StepTarget = Target | Target[] | Matrix;

/** The loss of a sequence and where it enters the network. */
export interface SequenceLoss {
  /** E = Σ_t E_t, in nats for classes: summed over time, the mean over the batch. */
  loss: number;
  /** E_1 … E_T, at indices 0 … T−1. */
  losses: number[];
  /** ∂E_t/∂state_t for each step, through ŷ_t alone; stateSize × batch. */
  direct: Matrix[];
  /** ∂E/∂Why and ∂E/∂by. */
  dparams: ReadoutParams;
}

/**
 * The loss E = Σ_t E_t of a trace against its targets: cross-entropy for classes, squared error for numbers.
 * null means no loss there. Throws RangeError where the numbers of steps differ, or, with the number of the step, for a bad target.
 */
export function sequenceLoss(
  readout: Readout,
  trace: Step[],
  targets: StepTarget[],
): SequenceLoss {
  if (targets.length !== trace.length) {
    throw new RangeError(`Cannot compare ${targets.length} targets with ${trace.length} steps`);
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
    return crossEntropy(scores, target === null ? manyNull(scores.cols) : target);
  }
  const { loss, doutputs } = squaredError(scores, target);
  return { loss, dscores: doutputs };
}

function manyNull(count: number): Target[] {
  return new Array(count).fill(null);
}

/** Adds the number of the step to what goes wrong in it. */
function atStep<T>(t: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) error.message += ` (step ${t})`;
    throw error;
  }
}
