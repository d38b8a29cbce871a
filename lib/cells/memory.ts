import { tanhSlope } from "../activations.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import { type Cell, checkBackward, checkOneSequence, checkSizes, checkStep } from "./cell.ts";
import type { Step, StepGradients } from "./cell.ts";

/** The weights of a memory cell: θ and θg (H×H, the identity at first), Wxg (H×D), bg (H×1). */
export type MemoryParams = { θ: Matrix; θg: Matrix; Wxg: Matrix; bg: Matrix };

/** A tick of the memory by its names, each H×batch. */
export interface MemoryStep extends Step {
  /** g_t = tanh(Wxg x_t + bg), hiddenSize × batch. */
  g: Matrix;
  /** c_t = θ c_{t−1} + θg g_t. */
  c: Matrix;
  /** c_{t−1}. */
  cPrev: Matrix;
}

/**
 * The lecture's memory c_t = θ c_{t−1} + θg g_t with g_t = tanh(Wxg x_t + bg) and h_t = tanh(c_t).
 * The state is c on h (2H rows). Throws RangeError where a size, a shape or a value can't be used.
 */
export class MemoryCell implements Cell<MemoryStep, MemoryParams> {
  readonly params: MemoryParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  /** Wxg drawn by `init`, θ and θg the identity, bg of zero; throws RangeError for a size that isn't whole and above zero. */
  constructor(inputSize: number, hiddenSize: number, random: Random, init: Init = normal()) {
    checkSizes(inputSize, hiddenSize);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stateSize = 2 * hiddenSize;
    this.params = {
      θ: Matrix.identity(hiddenSize),
      θg: Matrix.identity(hiddenSize),
      Wxg: init(hiddenSize, inputSize, random),
      bg: new Matrix(hiddenSize, 1),
    };
  }

  step(x: Matrix, statePrev: Matrix): MemoryStep {
    checkStep(this, x, statePrev);
    const { θ, θg, Wxg, bg } = this.params;
    const cPrev = statePrev.sliceRows(0, this.hiddenSize);
    const g = Wxg.matmul(x).addColumn(bg).map(Math.tanh);
    const c = θ.matmul(cPrev).add(θg.matmul(g));
    const h = c.map(Math.tanh);
    return { x, statePrev, cPrev, g, c, state: Matrix.blocks([[c], [h]]), h };
  }

  backward(step: MemoryStep, dstate: Matrix): StepGradients<MemoryParams> {
    checkBackward(step, dstate);
    const { θ, θg, Wxg } = this.params;
    const { x, cPrev, g, h } = step;
    const [dcDirect, dh] = [
      dstate.sliceRows(0, this.hiddenSize),
      dstate.sliceRows(this.hiddenSize),
    ];
    const dc = dcDirect.add(dh.hadamard(h.map(tanhSlope)));
    const dz = θg.T.matmul(dc).hadamard(g.map(tanhSlope));
    return {
      dx: Wxg.T.matmul(dz),
      dstatePrev: Matrix.blocks([[θ.T.matmul(dc)], [new Matrix(dh.rows, dh.cols)]]),
      dparams: {
        θ: dc.matmul(cPrev.T),
        θg: dc.matmul(g.T),
        Wxg: dz.matmul(x.T),
        bg: dz.sumColumns(),
      },
    };
  }

  /** [∂c/∂c ∂c/∂h; ∂h/∂c ∂h/∂h] = [θ 0; diag(1 − h_t²) θ 0]: nothing reads h_{t−1}. */
  jacobian(step: MemoryStep): Matrix {
    checkOneSequence(step);
    const { θ } = this.params;
    const zero = new Matrix(this.hiddenSize, this.hiddenSize);
    return Matrix.blocks([[θ, zero], [θ.scaleRows(step.h.map(tanhSlope)), zero]]);
  }
}
