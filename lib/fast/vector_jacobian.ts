import type { Cell, Step } from "../cells/cell.ts";
import { LSTMCell, type LSTMStep } from "../cells/lstm.ts";
import { RNNCell } from "../cells/rnn.ts";
import type { Matrix } from "../matrix.ts";
import { openBlas } from "./blas.ts";
import { lstmVectorJacobian, type MultiplyRows } from "./lstm_vector_jacobian.ts";
import type { Address, Memory } from "./memory.ts";
import { makeProduct } from "./product.ts";

const ROWS = 64; // rows that the kernels multiply at once, so that they stay in the L1 cache

/** A trace whose Jacobians rows of `width` floats are multiplied by. */
export interface JacobianTrace {
  readonly cell: Cell;
  readonly trace: Step[];
  readonly width: number;
  readonly blas: boolean;
}

/** Returns a function that multiplies rows by J_j = ∂state_j/∂state_{j−1} of a trace, or by J_jᵀ. */
export function vectorJacobian(
  memory: Memory,
  traced: JacobianTrace,
  transposed: boolean,
): MultiplyRows {
  const { cell, trace, width: w } = traced;
  const blas = traced.blas ? openBlas(memory) : undefined;
  if (cell instanceof LSTMCell && !transposed) {
    const rows = { width: w, most: blas ? trace.length : ROWS };
    return lstmVectorJacobian(memory, cell, trace as LSTMStep[], rows, blas);
  }
  const J = memory.alloc(w * w), most = blas ? Infinity : ROWS;
  const product = makeProduct(memory, { M: ROWS, K: w, N: w, bT: transposed }, blas);
  const multiply: MultiplyRows = (_, to, from, rows) => {
    for (let row = 0; row < rows; row += most) {
      const skip = 4 * w * row;
      product.run(to + skip, from + skip, false, Math.min(most, rows - row));
    }
  };
  if (cell instanceof RNNCell && !transposed) {
    writeSquare(memory, J, w, cell.params.Whh);
    product.prepare(J);
    return rnnVectorJacobian(memory, traced, multiply);
  }
  return (j, to, from, rows) => {
    writeSquare(memory, J, w, cell.jacobian(trace[j - 1]));
    product.prepare(J);
    multiply(j, to, from, rows);
  };
}

/** Multiplies rows by J_j = diag(1 − h_j²) Whh: it scales them first, so that `multiply` by Whh serves every step. */
function rnnVectorJacobian(
  memory: Memory,
  { trace, width: w }: JacobianTrace,
  multiply: MultiplyRows,
): MultiplyRows {
  const scaled = memory.alloc(trace.length * w), slopes = memory.alloc(w);
  memory.view(slopes, w).fill(0);
  return (j, to, from, rows) => {
    trace[j - 1].h.data.forEach((h, i) => memory.floats[slopes / 4 + i] = 1 - h ** 2);
    memory.kernels.scaleColumns(scaled, from, slopes, rows, w);
    multiply(j, to, scaled, rows);
  };
}

/** Writes a square matrix row by row into a zeroed w×w one. */
function writeSquare({ floats }: Memory, at: Address, w: number, { rows, data }: Matrix): void {
  floats.fill(0, at / 4, at / 4 + w ** 2);
  for (let i = 0; i < rows; i++) {
    floats.set(data.subarray(i * rows, (i + 1) * rows), at / 4 + i * w);
  }
}
