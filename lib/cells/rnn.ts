import { tanhSlope } from "../activations.ts";
import { checkBackward, checkOneSequence, checkSizes, checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import type { Cell, Step, StepGradients } from "./cell.ts";

/** The parameters of an RNN cell: Wxh (H×D), Whh (H×H), bh (H×1). */
export type RNNParams = { Wxh: Matrix; Whh: Matrix; bh: Matrix };

/**
 * The vanilla RNN cell h_t = tanh(Whh h_{t−1} + Wxh x_t + bh) (Elman 1990). Its state is h.
 *
 * @example
 * ```ts
 * import { RNNCell, Matrix, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const cell = new RNNCell(2, 3, seeded(1));
 * const { h } = cell.step(Matrix.column([1, 0]), new Matrix(3, 1));
 * assert.deepEqual(h, cell.params.Wxh.column(0).map(Math.tanh)); // h_0 and bh are zero
 * ```
 */
export class RNNCell implements Cell<Step, RNNParams> {
  readonly params: RNNParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  /** Draws the weights by `init`; biases are zero. Throws RangeError unless the sizes are positive integers. */
  constructor(inputSize: number, hiddenSize: number, random: Random, init: Init = normal()) {
    checkSizes({ inputSize, hiddenSize });
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

  /** The Jacobian ∂h_t/∂h_{t−1} = diag(1 − h_t²) Whh. */
  jacobian(step: Step): Matrix {
    checkOneSequence(step);
    return this.params.Whh.scaleRows(step.h.map(tanhSlope));
  }
}
