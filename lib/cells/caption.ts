import { tanhSlope } from "../activations.ts";
import {
  checkBackward,
  checkFinite,
  checkOneSequence,
  checkRows,
  checkSizes,
  checkStep,
} from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import type { Cell, Step, StepGradients } from "./cell.ts";
import type { RNNParams } from "./rnn.ts";

/** The parameters of a caption cell: those of the RNN cell, and Wih (H×I), the weights of the image features. */
export type CaptionParams = RNNParams & { Wih: Matrix };

/**
 * The lecture's captioning cell h_t = tanh(Whh h_{t−1} + Wxh x_t + Wih v + bh), with the same image features v at every
 * time step. Its state is h. Call `withContext(v)` first; otherwise `step` throws Error.
 *
 * @example
 * ```ts
 * import { CaptionCell, Matrix, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const v = Matrix.column([0.5, -1, 0, 2]); // image features
 * const cell = new CaptionCell(2, 3, 4, seeded(1)).withContext(v);
 * const { h } = cell.step(new Matrix(2, 1), new Matrix(3, 1));
 * assert.deepEqual(h, cell.params.Wih.matmul(v).map(Math.tanh));
 * ```
 */
export class CaptionCell implements Cell<Step, CaptionParams> {
  readonly params: CaptionParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;
  readonly imageSize: number;
  /** The image features, imageSize × batch. */
  readonly v?: Matrix;

  /** Draws the weights by `init`; biases are zero. Throws RangeError unless the sizes are positive integers. */
  constructor(
    inputSize: number,
    hiddenSize: number,
    imageSize: number,
    random: Random,
    init: Init = normal(),
  ) {
    checkSizes({ inputSize, hiddenSize, imageSize });
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stateSize = hiddenSize;
    this.imageSize = imageSize;
    this.params = {
      Wxh: init(hiddenSize, inputSize, random),
      Whh: init(hiddenSize, hiddenSize, random),
      Wih: init(hiddenSize, imageSize, random),
      bh: new Matrix(hiddenSize, 1),
    };
  }

  /**
   * Returns a cell with the same weights and the image features v (imageSize × batch). Throws RangeError if v has
   * another number of rows or is not finite.
   */
  withContext(v: Matrix): CaptionCell {
    checkRows("Cannot set the image: v", v, this.imageSize);
    checkFinite(v, "v");
    return Object.assign(Object.create(CaptionCell.prototype), this, { v });
  }

  step(x: Matrix, statePrev: Matrix): Step {
    checkStep(this, x, statePrev);
    const { Wxh, Whh, Wih, bh } = this.params;
    const v = imageOf(this);
    const h = Whh.matmul(statePrev).add(Wxh.matmul(x)).add(Wih.matmul(v)).addColumn(bh)
      .map(Math.tanh);
    return { x, statePrev, state: h, h };
  }

  backward(step: Step, dstate: Matrix): StepGradients<CaptionParams> {
    checkBackward(step, dstate);
    const { Wxh, Whh, Wih } = this.params;
    const dz = dstate.hadamard(step.h.map(tanhSlope));
    return {
      dx: Wxh.T.matmul(dz),
      dstatePrev: Whh.T.matmul(dz),
      dcontext: Wih.T.matmul(dz),
      dparams: {
        Wxh: dz.matmul(step.x.T),
        Whh: dz.matmul(step.statePrev.T),
        Wih: dz.matmul(imageOf(this).T),
        bh: dz.sumColumns(),
      },
    };
  }

  /** The Jacobian ∂h_t/∂h_{t−1} = diag(1 − h_t²) Whh. The image affects it only through h_t. */
  jacobian(step: Step): Matrix {
    checkOneSequence(step);
    return this.params.Whh.scaleRows(step.h.map(tanhSlope));
  }
}

function imageOf(cell: CaptionCell): Matrix {
  if (!cell.v) throw new Error("Cannot step without an image: call withContext(v) first");
  return cell.v;
}
