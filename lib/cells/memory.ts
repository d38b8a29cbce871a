import { tanhSlope } from "../activations.ts";
import { checkBackward, checkOneSequence, checkSizes, checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import type { Cell, Step, StepGradients } from "./cell.ts";

/** The parameters of a memory cell: θ and θg (H×H), Wxg (H×D), bg (H×1). */
export type MemoryParams = { θ: Matrix; θg: Matrix; Wxg: Matrix; bg: Matrix };

/** The values of one time step of a memory cell, each hiddenSize × batch. */
export interface MemoryStep extends Step {
  /** g_t = tanh(Wxg x_t + bg). */
  g: Matrix;
  /** c_t = θ c_{t−1} + θg g_t. */
  c: Matrix;
  /** c_{t−1}. */
  cPrev: Matrix;
}

/**
 * The lecture's memory cell c_t = θ c_{t−1} + θg g_t, with g_t = tanh(Wxg x_t + bg) and h_t = tanh(c_t).
 * Its state is c above h (2H rows).
 *
 * @example
 * ```ts
 * import { MemoryCell, Matrix, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const cell = new MemoryCell(1, 2, seeded(1)), first = Matrix.column([3, -1, 0, 0]);
 * const { c } = cell.step(new Matrix(1, 1), first); // no input, and θ = I
 * assert.deepEqual([...c.data], [3, -1]);
 * ```
 */
export class MemoryCell implements Cell<MemoryStep, MemoryParams> {
  readonly params: MemoryParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  /** Draws Wxg by `init`; θ = θg = I and bg = 0. Throws RangeError unless the sizes are positive integers. */
  constructor(inputSize: number, hiddenSize: number, random: Random, init: Init = normal()) {
    checkSizes({ inputSize, hiddenSize });
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

  /** The Jacobian [∂c/∂c ∂c/∂h; ∂h/∂c ∂h/∂h] = [θ 0; diag(1 − h_t²) θ 0]; nothing depends on h_{t−1}. */
  jacobian(step: MemoryStep): Matrix {
    checkOneSequence(step);
    const { θ } = this.params;
    const zero = new Matrix(this.hiddenSize, this.hiddenSize);
    return Matrix.blocks([[θ, zero], [θ.scaleRows(step.h.map(tanhSlope)), zero]]);
  }
}
