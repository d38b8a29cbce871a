import { sigmoid, sigmoidSlope, tanhSlope } from "../activations.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import { type Cell, checkBackward, checkOneSequence, checkSizes, checkStep } from "./cell.ts";
import type { Step, StepGradients } from "./cell.ts";

/** The weights of a GRU cell: Wx· (H×D), Wh· (H×H), b· (H×1); the candidate n has two biases. */
// deno-fmt-ignore
export type GRUParams = {
  Wxr: Matrix; Whr: Matrix; br: Matrix;
  Wxz: Matrix; Whz: Matrix; bz: Matrix;
  Wxn: Matrix; Whn: Matrix; bxn: Matrix; bhn: Matrix;
};

/** A tick of the GRU by its names: reset r, update z, candidate n, and m = Whn h_{t−1} + bhn; each H×batch. */
export interface GRUStep extends Step {
  /** The reset gate r_t, hiddenSize × batch, as all of these. */
  r: Matrix;
  /** The update gate z_t. */
  z: Matrix;
  /** The candidate n_t. */
  n: Matrix;
  /** What the reset gate scales. */
  m: Matrix;
}

/**
 * The gated recurrent unit (Cho et al. 2014) in the variant of cuDNN and PyTorch, the reset after the product:
 * r, z = σ(Wx x_t + Wh h_{t−1} + b), n = tanh(Wxn x_t + bxn + r ∘ (Whn h_{t−1} + bhn)), h_t = (1 − z) ∘ n + z ∘ h_{t−1}.
 * The state is h. Throws RangeError where a size, a shape or a value can't be used.
 */
export class GRUCell implements Cell<GRUStep, GRUParams> {
  readonly params: GRUParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  /** Weights drawn by `init`, biases of zero; throws RangeError for a size that isn't whole and above zero. */
  constructor(inputSize: number, hiddenSize: number, random: Random, init: Init = normal()) {
    checkSizes(inputSize, hiddenSize);
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
    const h = z.map(rest).hadamard(n).add(z.hadamard(statePrev));
    return { x, statePrev, r, z, n, m, state: h, h };
  }

  backward(step: GRUStep, dstate: Matrix): StepGradients<GRUParams> {
    checkBackward(step, dstate);
    const { x, statePrev, r, z, n, m } = step;
    const { Wxr, Whr, Wxz, Whz, Wxn, Whn } = this.params;
    // dz·: ∂E/∂ of what enters each σ or tanh; dm: ∂E/∂m
    const dzz = dstate.hadamard(statePrev.subtract(n)).hadamard(z.map(sigmoidSlope));
    const dzn = dstate.hadamard(z.map(rest)).hadamard(n.map(tanhSlope));
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

  /** ∂h_t/∂h_{t−1}: diag(z) keeps, the update gate, the reset gate and the candidate add their paths. */
  jacobian(step: GRUStep): Matrix {
    checkOneSequence(step);
    const { statePrev, r, z, n, m } = step;
    const { Whr, Whz, Whn } = this.params;
    const slope = z.map(rest).hadamard(n.map(tanhSlope)); // ∂h_t/∂ of what enters n's tanh
    return Matrix.diagonal(z.data)
      .add(Whz.scaleRows(statePrev.subtract(n).hadamard(z.map(sigmoidSlope))))
      .add(Whr.scaleRows(slope.hadamard(m).hadamard(r.map(sigmoidSlope))))
      .add(Whn.scaleRows(slope.hadamard(r)));
  }
}

const rest = (z: number) => 1 - z;
