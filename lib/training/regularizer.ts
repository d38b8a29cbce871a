import { tanhSlope } from "../activations.ts";
import type { Cell, Step } from "../cells/cell.ts";
import { RNNCell } from "../cells/rnn.ts";
import { Matrix } from "../matrix.ts";

/**
 * Smallest ‖∂E/∂h_t‖² of a time step that counts, because a ratio of tiny norms means nothing; from Pascanu's program.
 */
export const NEGLIGIBLE = 1e-20;

/** The regulariser and its gradient. */
export interface Omega {
  /** Ω, dimensionless; 0 if every Jacobian preserves the norm of the gradient. */
  omega: number;
  /** ∂⁺Ω/∂Whh, H×H: the immediate derivative, with h_t and ∂E/∂h_t constant. */
  dWhh: Matrix;
}

/**
 * Returns the regulariser against vanishing gradients and its gradient (Pascanu et al. 2013, §3.3, eq. 9–10):
 * Ω = mean over steps and sequences of (‖J_tᵀ ∂E/∂h_t‖² / ‖∂E/∂h_t‖² − 1)², J_t = ∂h_t/∂h_{t−1}.
 * The paper sums over steps. Like the authors' program, this takes the mean instead and skips steps with
 * ‖∂E/∂h_t‖² < 1e−20. `dstates` are the total derivatives ∂E/∂h_t from `bptt`. Throws RangeError if their number
 * differs from that of the trace's steps.
 */
export function omega(cell: RNNCell, trace: Step[], dstates: Matrix[]): Omega {
  if (dstates.length !== trace.length) {
    throw new RangeError(
      `Cannot regularize: a trace of ${trace.length} steps needs as many gradients, got ${dstates.length}`,
    );
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

/** Throws RangeError unless α is finite and non-negative, and if α > 0 for a cell other than RNNCell. */
export function checkRegularizer(cell: Cell, α = 0): void {
  if (!(α >= 0 && α < Infinity)) {
    throw new RangeError(`Cannot regularize: α must be finite and non-negative, got ${α}`);
  }
  if (α > 0 && !(cell instanceof RNNCell)) {
    throw new RangeError(
      `Cannot regularize: Ω is defined for the Whh of an RNNCell, got ${cell.constructor.name}`,
    );
  }
}

/** Returns the squared norm of each column. */
function columnSquares(A: Matrix): number[] {
  return Array.from({ length: A.cols }, (_, b) => A.column(b).norm() ** 2);
}
