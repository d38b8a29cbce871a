import type { Cell, Step } from "../cells/cell.ts";
import { LSTMCell, type LSTMStep } from "../cells/lstm.ts";
import { RNNCell } from "../cells/rnn.ts";
import type { Matrix } from "../matrix.ts";
import { openBlas } from "./blas.ts";
import { type Factor, lstmFactor } from "./lstm_factor.ts";
import type { Address, Memory } from "./memory.ts";
import { makeProduct, type Product } from "./product.ts";

const ROWS = 64; // rows multiplied at once, so that they stay in the nearest cache

/** A trace whose rows are multiplied by its Jacobians. */
export interface TracedStep {
  readonly cell: Cell;
  readonly trace: Step[];
  /** How many numbers a row of a state takes. */
  readonly width: number;
  readonly blas: boolean;
}

/** A function that multiplies rows by J_j, or by J_jᵀ. */
export function jacobianFactor(memory: Memory, traced: TracedStep, transposed: boolean): Factor {
  const { cell, trace, width: w } = traced, J = memory.alloc(w * w);
  const blas = traced.blas ? openBlas(memory) : undefined;
  const most = blas ? Infinity : ROWS;
  if (cell instanceof LSTMCell && !transposed) {
    const rows = { width: w, most: blas ? trace.length : ROWS };
    return lstmFactor(memory, cell, trace as LSTMStep[], rows, blas);
  }
  const product = makeProduct(memory, { M: ROWS, K: w, N: w, bT: transposed }, blas);
  const multiply: Factor = (_, to, from, rows) => {
    for (let row = 0; row < rows; row += most) {
      const place = row && 4 * w * row;
      product.run(to + place, from + place, false, Math.min(most, rows - row));
    }
  };
  if (cell instanceof RNNCell && !transposed) {
    writeMatrix(memory, J, w, cell.params.Whh);
    return rnnFactor(memory, traced, J, product, multiply);
  }
  return (j, to, from, rows) => {
    writeMatrix(memory, J, w, cell.jacobian(trace[j - 1]));
    product.prepare(J);
    multiply(j, to, from, rows);
  };
}

/** Rows by J_j = diag(1 − h_j²) Whh: scaled first, so that one Whh serves all steps. */
function rnnFactor(
  memory: Memory,
  { trace, width: w }: TracedStep,
  Whh: Address,
  product: Product,
  multiply: Factor,
): Factor {
  const scaled = memory.alloc(trace.length * w), slope = memory.alloc(w);
  memory.view(slope, w).fill(0);
  product.prepare(Whh);
  return (j, to, from, rows) => {
    trace[j - 1].h.data.forEach((h, i) => memory.floats[slope / 4 + i] = 1 - h ** 2);
    memory.kernels.scaleColumns(scaled, from, slope, rows, w);
    multiply(j, to, scaled, rows);
  };
}

/** A square matrix row by row. */
function writeMatrix({ floats }: Memory, at: Address, w: number, { rows, data }: Matrix): void {
  floats.fill(0, at / 4, at / 4 + w ** 2);
  for (let i = 0; i < rows; i++) {
    floats.set(data.subarray(i * rows, (i + 1) * rows), at / 4 + i * w);
  }
}
