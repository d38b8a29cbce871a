import { sigmoid, sigmoidSlope, tanhSlope } from "../activations.ts";
import { checkBackward, checkOneSequence, checkSizes, checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import type { Cell, Step, StepGradients } from "./cell.ts";

/** The parameters of a GRU cell: Wx· (H×D), Wh· (H×H), b· (H×1); the candidate n has two biases. */
// deno-fmt-ignore
export type GRUParams = {
  Wxr: Matrix; Whr: Matrix; br: Matrix;
  Wxz: Matrix; Whz: Matrix; bz: Matrix;
  Wxn: Matrix; Whn: Matrix; bxn: Matrix; bhn: Matrix;
};

/** The values of one time step of a GRU cell, each hiddenSize × batch. */
export interface GRUStep extends Step {
  /** The reset gate r_t. */
  r: Matrix;
  /** The update gate z_t: 1 keeps h_{t−1}, 0 replaces it by the candidate. */
  z: Matrix;
  /** The candidate n_t. */
  n: Matrix;
  /** m_t = Whn h_{t−1} + bhn, which the reset gate scales. */
  m: Matrix;
}

/**
 * The gated recurrent unit (Cho et al. 2014) in the variant of cuDNN and PyTorch, with the reset after the product with Whn:
 * r, z = σ(Wx x_t + Wh h_{t−1} + b), n = tanh(Wxn x_t + bxn + r ∘ (Whn h_{t−1} + bhn)), h_t = (1 − z) ∘ n + z ∘ h_{t−1}.
 * Its state is h.
 *
 * @example
 * ```ts
 * import { GRUCell, Matrix, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const cell = new GRUCell(2, 3, seeded(1));
 * cell.params.bz.data.fill(100); // z = 1
 * const { h } = cell.step(Matrix.column([1, 2]), Matrix.column([0.5, -1, 0]));
 * assert.deepEqual([...h.data], [0.5, -1, 0]); // h is kept
 * ```
 */
export class GRUCell implements Cell<GRUStep, GRUParams> {
  readonly params: GRUParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  /** Draws the weights by `init`; biases are zero. Throws RangeError unless the sizes are positive integers. */
  constructor(inputSize: number, hiddenSize: number, random: Random, init: Init = normal()) {
    checkSizes({ inputSize, hiddenSize });
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stateSize = hiddenSize;
    const Wx = () => init(hiddenSize, inputSize, random);
    const Wh = () => init(hiddenSize, hiddenSize, random);
    const b = () => new Matrix(hiddenSize, 1);
    // deno-fmt-ignore
    this.params = {
      Wxr: Wx(), Whr: Wh(), br: b(),
      Wxz: Wx(), Whz: Wh(), bz: b(),
      Wxn: Wx(), Whn: Wh(), bxn: b(), bhn: b(),
    };
  }

  step(x: Matrix, statePrev: Matrix): GRUStep {
    checkStep(this, x, statePrev);
    const { Wxr, Whr, br, Wxz, Whz, bz, Wxn, Whn, bxn, bhn } = this.params;
    const r = Wxr.matmul(x).add(Whr.matmul(statePrev)).addColumn(br).map(sigmoid);
    const z = Wxz.matmul(x).add(Whz.matmul(statePrev)).addColumn(bz).map(sigmoid);
    const m = Whn.matmul(statePrev).addColumn(bhn);
    const n = Wxn.matmul(x).addColumn(bxn).add(r.hadamard(m)).map(Math.tanh);
    const h = z.map(oneMinus).hadamard(n).add(z.hadamard(statePrev));
    return { x, statePrev, r, z, n, m, state: h, h };
  }

  backward(step: GRUStep, dstate: Matrix): StepGradients<GRUParams> {
    checkBackward(step, dstate);
    const { x, statePrev, r, z, n, m } = step;
    const { Wxr, Whr, Wxz, Whz, Wxn, Whn } = this.params;
    // dz·: the gradient on the argument of each σ or tanh
    const dzz = dstate.hadamard(statePrev.subtract(n)).hadamard(z.map(sigmoidSlope));
    const dzn = dstate.hadamard(z.map(oneMinus)).hadamard(n.map(tanhSlope));
    const dzr = dzn.hadamard(m).hadamard(r.map(sigmoidSlope));
    const dm = dzn.hadamard(r);
    const dx = Wxr.T.matmul(dzr).add(Wxz.T.matmul(dzz)).add(Wxn.T.matmul(dzn));
    const dstatePrev = dstate.hadamard(z)
      .add(Whr.T.matmul(dzr)).add(Whz.T.matmul(dzz)).add(Whn.T.matmul(dm));
    const [xT, hT] = [x.T, statePrev.T];
    // deno-fmt-ignore
    const dparams = {
      Wxr: dzr.matmul(xT), Whr: dzr.matmul(hT), br: dzr.sumColumns(),
      Wxz: dzz.matmul(xT), Whz: dzz.matmul(hT), bz: dzz.sumColumns(),
      Wxn: dzn.matmul(xT), Whn: dm.matmul(hT), bxn: dzn.sumColumns(), bhn: dm.sumColumns(),
    };
    return { dx, dstatePrev, dparams };
  }

  /** The Jacobian ∂h_t/∂h_{t−1}: diag(z) for the part that is kept, then the paths through z, r and the candidate n. */
  jacobian(step: GRUStep): Matrix {
    checkOneSequence(step);
    const { statePrev, r, z, n, m } = step;
    const { Whr, Whz, Whn } = this.params;
    const slope = z.map(oneMinus).hadamard(n.map(tanhSlope)); // the derivative of h_t by the argument of n's tanh
    return Matrix.diagonal(z.data)
      .add(Whz.scaleRows(statePrev.subtract(n).hadamard(z.map(sigmoidSlope))))
      .add(Whr.scaleRows(slope.hadamard(m).hadamard(r.map(sigmoidSlope))))
      .add(Whn.scaleRows(slope.hadamard(r)));
  }
}

const oneMinus = (z: number) => 1 - z;
