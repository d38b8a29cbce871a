import { sigmoid, sigmoidSlope, tanhSlope } from "../activations.ts";
import { checkBackward, checkOneSequence, checkSizes, checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { type Init, normal, type Random } from "../random.ts";
import type { Cell, Step, StepGradients } from "./cell.ts";

/** The parameters of an LSTM cell: for each gate, Wx· (H×D), Wh· (H×H) and b· (H×1). */
// deno-fmt-ignore
export type LSTMParams = {
  Wxi: Matrix; Whi: Matrix; bi: Matrix;
  Wxf: Matrix; Whf: Matrix; bf: Matrix;
  Wxo: Matrix; Who: Matrix; bo: Matrix;
  Wxg: Matrix; Whg: Matrix; bg: Matrix;
};

/** The values of one time step of an LSTM cell, each hiddenSize × batch. */
export interface LSTMStep extends Step {
  /** c_{t−1}, the cell state before. */
  cPrev: Matrix;
  /** h_{t−1}, the hidden state before. */
  hPrev: Matrix;
  /** The input gate i_t. */
  i: Matrix;
  /** The forget gate f_t: 1 keeps the cell state, 0 erases it. */
  f: Matrix;
  /** The output gate o_t. */
  o: Matrix;
  /** The candidate g_t. */
  g: Matrix;
  /** The cell state c_t = f_t ∘ c_{t−1} + i_t ∘ g_t. */
  c: Matrix;
}

/** The four blocks of the Jacobian of an LSTM cell, each H×H. */
export interface LSTMBlocks {
  /** ∂c_t/∂c_{t−1}. */
  cc: Matrix;
  /** ∂c_t/∂h_{t−1}. */
  ch: Matrix;
  /** ∂h_t/∂c_{t−1}. */
  hc: Matrix;
  /** ∂h_t/∂h_{t−1}. */
  hh: Matrix;
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000):
 * i, f, o = σ(Wx x_t + Wh h_{t−1} + b), g = tanh(…), c_t = f ∘ c_{t−1} + i ∘ g, h_t = o ∘ tanh(c_t).
 * Its state is c above h (2H rows). models/layers.ts describes the order of the gates where their weights are stacked.
 *
 * @example
 * ```ts
 * import { LSTMCell, Matrix, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const cell = new LSTMCell(2, 3, seeded(1));
 * cell.params.bf.data.fill(100); // f = 1
 * cell.params.bi.data.fill(-800); // i = 0
 * const { c } = cell.step(new Matrix(2, 1), Matrix.column([3, -1, 2, 0, 0, 0]));
 * assert.deepEqual([...c.data], [3, -1, 2]); // the cell state is kept
 * ```
 */
export class LSTMCell implements Cell<LSTMStep, LSTMParams> {
  readonly params: LSTMParams;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  /** Draws the weights by `init`; biases are zero. Throws RangeError unless the sizes are positive integers. */
  constructor(inputSize: number, hiddenSize: number, random: Random, init: Init = normal()) {
    checkSizes({ inputSize, hiddenSize });
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stateSize = 2 * hiddenSize;
    const Wx = () => init(hiddenSize, inputSize, random);
    const Wh = () => init(hiddenSize, hiddenSize, random);
    const b = () => new Matrix(hiddenSize, 1);
    // deno-fmt-ignore
    this.params = {
      Wxi: Wx(), Whi: Wh(), bi: b(),
      Wxf: Wx(), Whf: Wh(), bf: b(),
      Wxo: Wx(), Who: Wh(), bo: b(),
      Wxg: Wx(), Whg: Wh(), bg: b(),
    };
  }

  step(x: Matrix, statePrev: Matrix): LSTMStep {
    checkStep(this, x, statePrev);
    const { Wxi, Whi, bi, Wxf, Whf, bf, Wxo, Who, bo, Wxg, Whg, bg } = this.params;
    const cPrev = statePrev.sliceRows(0, this.hiddenSize);
    const hPrev = statePrev.sliceRows(this.hiddenSize);
    const i = Wxi.matmul(x).add(Whi.matmul(hPrev)).addColumn(bi).map(sigmoid);
    const f = Wxf.matmul(x).add(Whf.matmul(hPrev)).addColumn(bf).map(sigmoid);
    const o = Wxo.matmul(x).add(Who.matmul(hPrev)).addColumn(bo).map(sigmoid);
    const g = Wxg.matmul(x).add(Whg.matmul(hPrev)).addColumn(bg).map(Math.tanh);
    const c = f.hadamard(cPrev).add(i.hadamard(g));
    const h = o.hadamard(c.map(Math.tanh));
    return { x, statePrev, cPrev, hPrev, i, f, o, g, c, state: Matrix.blocks([[c], [h]]), h };
  }

  backward(step: LSTMStep, dstate: Matrix): StepGradients<LSTMParams> {
    checkBackward(step, dstate);
    const { x, cPrev, hPrev, i, f, o, g, c } = step;
    const { Wxi, Whi, Wxf, Whf, Wxo, Who, Wxg, Whg } = this.params;
    const [dcDirect, dh] = [
      dstate.sliceRows(0, this.hiddenSize),
      dstate.sliceRows(this.hiddenSize),
    ];
    const tanhC = c.map(Math.tanh);
    const dc = dcDirect.add(dh.hadamard(o).hadamard(tanhC.map(tanhSlope)));
    // dz·: the gradient on the argument of each σ or tanh
    const dzi = dc.hadamard(g).hadamard(i.map(sigmoidSlope));
    const dzf = dc.hadamard(cPrev).hadamard(f.map(sigmoidSlope));
    const dzo = dh.hadamard(tanhC).hadamard(o.map(sigmoidSlope));
    const dzg = dc.hadamard(i).hadamard(g.map(tanhSlope));
    const back = (Wi: Matrix, Wf: Matrix, Wo: Matrix, Wg: Matrix) =>
      Wi.T.matmul(dzi).add(Wf.T.matmul(dzf)).add(Wo.T.matmul(dzo)).add(Wg.T.matmul(dzg));
    const dcPrev = dc.hadamard(f);
    const dhPrev = back(Whi, Whf, Who, Whg);
    // deno-fmt-ignore
    const dparams = {
      Wxi: dzi.matmul(x.T), Whi: dzi.matmul(hPrev.T), bi: dzi.sumColumns(),
      Wxf: dzf.matmul(x.T), Whf: dzf.matmul(hPrev.T), bf: dzf.sumColumns(),
      Wxo: dzo.matmul(x.T), Who: dzo.matmul(hPrev.T), bo: dzo.sumColumns(),
      Wxg: dzg.matmul(x.T), Whg: dzg.matmul(hPrev.T), bg: dzg.sumColumns(),
    };
    return {
      dx: back(Wxi, Wxf, Wxo, Wxg),
      dstatePrev: Matrix.blocks([[dcPrev], [dhPrev]]),
      dparams,
    };
  }

  /**
   * Computes the four blocks of the Jacobian. cc = diag(f_t) is the path through the cell state alone; the other three
   * pass through gates. Throws RangeError unless the batch size is 1.
   */
  blocks(step: LSTMStep): LSTMBlocks {
    checkOneSequence(step);
    const { cPrev, i, f, o, g, c } = step;
    const { Whi, Whf, Who, Whg } = this.params;
    const tanhC = c.map(Math.tanh);
    const slope = o.hadamard(tanhC.map(tanhSlope)); // ∂h_t/∂c_t, a diagonal
    const cc = Matrix.diagonal(f.data);
    const ch = Whi.scaleRows(g.hadamard(i.map(sigmoidSlope)))
      .add(Whf.scaleRows(cPrev.hadamard(f.map(sigmoidSlope))))
      .add(Whg.scaleRows(i.hadamard(g.map(tanhSlope))));
    const hc = cc.scaleRows(slope);
    const hh = Who.scaleRows(tanhC.hadamard(o.map(sigmoidSlope))).add(ch.scaleRows(slope));
    return { cc, ch, hc, hh };
  }

  /** The Jacobian [∂c/∂c ∂c/∂h; ∂h/∂c ∂h/∂h], the four `blocks` in one matrix. */
  jacobian(step: LSTMStep): Matrix {
    const { cc, ch, hc, hh } = this.blocks(step);
    return Matrix.blocks([[cc, ch], [hc, hh]]);
  }
}
