import { tanhSlope } from "../activations.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import {
  type Cell,
  checkBackward,
  checkOneSequence,
  checkSizes,
  checkStep,
  type Step,
  type StepGradients,
} from "./cell.ts";

/** The weights of an RNN cell: Wxh (H×D), Whh (H×H), bh (H×1). */
export type RNNParams = { Wxh: Matrix; Whh: Matrix; bh: Matrix };

/**
 * The vanilla recurrence h_t = tanh(Whh h_{t−1} + Wxh x_t + bh); the state is h (Elman 1990).
 * Throws RangeError where a size, a shape or a value can't be used.
 */
export class RNNCell implements Cell<Step, RNNParams> {
  readonly params: RNNParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  /** Weights drawn by `init`, biases of zero; throws RangeError for a size that isn't whole and above zero. */
  constructor(inputSize: number, hiddenSize: number, random: Random, init: Init = normal()) {
    checkSizes(inputSize, hiddenSize);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stateSize = hiddenSize;
    this.params = {
      Wxh: init(hiddenSize, inputSize, random),
      Whh: init(hiddenSize, hiddenSize, random),
      bh: new Matrix(hiddenSize, 1),
    };
  }

  step(x: Matrix, statePrev: Matrix): Step {
    checkStep(this, x, statePrev);
    const { Wxh, Whh, bh } = this.params;
    const h = Whh.matmul(statePrev).add(Wxh.matmul(x)).addColumn(bh).map(Math.tanh);
    return { x, statePrev, state: h, h };
  }

  backward(step: Step, dstate: Matrix): StepGradients<RNNParams> {
    checkBackward(step, dstate);
    const { Wxh, Whh } = this.params;
    const dz = dstate.hadamard(step.h.map(tanhSlope));
    return {
      dx: Wxh.T.matmul(dz),
      dstatePrev: Whh.T.matmul(dz),
      dparams: {
        Wxh: dz.matmul(step.x.T),
        Whh: dz.matmul(step.statePrev.T),
        bh: dz.sumColumns(),
      },
    };
  }

  /** ∂h_t/∂h_{t−1} = diag(1 − h_t²) Whh. */
  jacobian(step: Step): Matrix {
    checkOneSequence(step);
    return this.params.Whh.scaleRows(step.h.map(tanhSlope));
  }
}
