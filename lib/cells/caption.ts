import { tanhSlope } from "../activations.ts";
import { checkFinite } from "../loss.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import { type Cell, checkBackward, checkOneSequence, checkSizes, checkStep } from "./cell.ts";
import type { Step, StepGradients } from "./cell.ts";
import type { RNNParams } from "./rnn.ts";

/** The weights of a caption cell: those of the RNN and Wih (H×I), through which the image enters. */
export type CaptionParams = RNNParams & { Wih: Matrix };

/**
 * The lecture's captioner h_t = tanh(Whh h_{t−1} + Wxh x_t + Wih v + bh), the image v the same at every step.
 * `seeing(v)` gives the cell that looks at an image; without one, step throws an Error. The state is h.
 */
export class CaptionCell implements Cell<Step, CaptionParams> {
  readonly params: CaptionParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;
  readonly imageSize: number;
  /** The image features it looks at, imageSize × batch. */
  readonly v?: Matrix;

  /** Weights drawn by `init`, biases of zero; throws RangeError for a size that isn't whole and above zero. */
  constructor(
    inputSize: number,
    hiddenSize: number,
    imageSize: number,
    random: Random,
    init: Init = normal(),
  ) {
    checkSizes(inputSize, hiddenSize, imageSize);
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

  /** The cell with the same weights that looks at v (imageSize × batch); throws RangeError where v doesn't fit. */
  withContext(v: Matrix): CaptionCell {
    if (v.rows !== this.imageSize) {
      throw new RangeError(`Cannot see ${v.shape}: the image has ${this.imageSize} features`);
    }
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

  /** ∂h_t/∂h_{t−1} = diag(1 − h_t²) Whh: the image moves h, not the way h_{t−1} enters. */
  jacobian(step: Step): Matrix {
    checkOneSequence(step);
    return this.params.Whh.scaleRows(step.h.map(tanhSlope));
  }
}

function imageOf(cell: CaptionCell): Matrix {
  if (!cell.v) throw new Error("Cannot caption without an image: call seeing(v) first");
  return cell.v;
}
