import { tanhSlope } from "../activations.ts";
import type { Cell, Step } from "../cells/cell.ts";
import { RNNCell } from "../cells/rnn.ts";
import { Matrix } from "../matrix.ts";

/** ‖∂E/∂h_t‖² below which a step says nothing about a ratio: the bound of Pascanu's program. */
export const NEGLIGIBLE = 1e-20;

/** What the regulariser gives. */
export interface Omega {
  /** Ω, a number without unit; 0 where every Jacobian keeps the length of the gradient. */
  omega: number;
  /** ∂⁺Ω/∂Whh, H×H: the immediate derivative, h_t and ∂E/∂h_t held fixed. */
  dWhh: Matrix;
}

/**
 * The regulariser that keeps gradients from vanishing (Pascanu et al. 2013, §3.3, eq. 9–10):
 * Ω = mean over steps and sequences of (‖J_tᵀ ∂E/∂h_t‖² / ‖∂E/∂h_t‖² − 1)², J_t = ∂h_t/∂h_{t−1}.
 * The paper sums over steps; its authors' program takes the mean, as this does, and leaves out steps where
 * ‖∂E/∂h_t‖² < 1e−20. `dstates` are the totals ∂E/∂h_t of `bptt`; throws RangeError where they don't fit the trace.
 */
export function omega(cell: RNNCell, trace: Step[], dstates: Matrix[]): Omega {
  if (dstates.length !== trace.length) {
    throw new RangeError(`Cannot compare ${dstates.length} gradients with ${trace.length} steps`);
  }
  const { Whh } = cell.params;
  let [sum, count, dWhh] = [0, 0, new Matrix(Whh.rows, Whh.cols)];
  trace.forEach(({ h }, t) => {
    const dz = dstates[t].hadamard(h.map(tanhSlope));
    const dhPrev = Whh.T.matmul(dz); // J_tᵀ ∂E/∂h_t
    const [before, after] = [columnSquares(dstates[t]), columnSquares(dhPrev)];
    const counted = before.map((square) => square >= NEGLIGIBLE);
    const gaps = before.map((square, b) => counted[b] ? after[b] / square - 1 : 0);
    const factors = gaps.map((gap, b) => counted[b] ? 4 * gap / before[b] : 0);
    dWhh = dWhh.add(dz.matmul(dhPrev.T.scaleRows(Matrix.column(factors))));
    sum += gaps.reduce((total, gap) => total + gap ** 2, 0);
    count += counted.filter(Boolean).length;
  });
  return count === 0 ? { omega: 0, dWhh } : { omega: sum / count, dWhh: dWhh.scale(1 / count) };
}

/** Throws RangeError unless a cell can be trained with a weight α of Ω. */
export function checkRegularizer(cell: Cell, α = 0): void {
  if (!(α >= 0 && α < Infinity)) throw new RangeError(`Cannot regularize with a weight of ${α}`);
  if (α > 0 && !(cell instanceof RNNCell)) {
    throw new RangeError(`Cannot regularize a ${cell.constructor.name}: Ω is of an RNNCell's Whh`);
  }
}

/** ‖column‖² for each column. */
function columnSquares(A: Matrix): number[] {
  return Array.from({ length: A.cols }, (_, b) => A.column(b).norm() ** 2);
}
