import type { Step } from "../cells/cell.ts";
import { Matrix } from "../matrix.ts";

/**
 * Returns Pearson's correlation coefficient of two series, Σ(a − ā)(b − b̄) / √(Σ(a − ā)² Σ(b − b̄)²), from −1 to 1; 0 if
 * a series is constant. Throws RangeError if the lengths differ or are below 2, and if the sum of squares of a series
 * isn't finite.
 */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length < 2) {
    throw new RangeError(
      `Cannot correlate: the series must have one length of at least 2, got ${a.length} and ${b.length}`,
    );
  }
  const [x, y] = [deviations(a), deviations(b)],
    [aa, bb] = [innerProduct(x, x), innerProduct(y, y)];
  if (!Number.isFinite(aa + bb)) {
    throw new RangeError(
      `Cannot correlate: the sums of squares must be finite, got ${aa} and ${bb}`,
    );
  }
  const [normX, normY] = [x, y].map((series) => Matrix.column(series).norm()); // aa or bb could underflow
  if (normX === 0 || normY === 0) return 0;
  const r = innerProduct(x.map((d) => d / normX), y.map((d) => d / normY));
  return Math.max(-1, Math.min(1, r)); // rounding can exceed 1
}

/**
 * Returns the correlation coefficient of every row of A with every row of B; their columns are time steps. For matrices
 * m×T and n×T the result has the shape m×n. It is what `correlation` gives for each pair up to rounding, but much faster.
 * Throws RangeError if the numbers of columns differ or are below 2, and if the sum of squares of a row isn't finite.
 *
 * @example
 * ```ts
 * import { Matrix } from "@unrolled/rnn";
 * import { correlations } from "@unrolled/rnn/text";
 * import assert from "node:assert/strict";
 *
 * const R = correlations(Matrix.of([[1, 2, 3], [1, 0, 1]]), Matrix.of([[3, 2, 1]]));
 * assert.ok(Math.abs(R.at(0) + 1) < 1e-12 && Math.abs(R.at(1)) < 1e-12);
 * ```
 */
export function correlations(A: Matrix, B: Matrix): Matrix {
  if (A.cols !== B.cols || A.cols < 2) {
    throw new RangeError(
      `Cannot correlate rows: both matrices must have the same number of columns, at least 2, got ${A.shape} and ${B.shape}`,
    );
  }
  return unitRows(A).matmul(unitRows(B).T).map((r) => Math.max(-1, Math.min(1, r)));
}

/** Subtracts the mean from each row and scales the row to length 1; a constant row becomes 0. */
function unitRows(A: Matrix): Matrix {
  const out = new Matrix(A.rows, A.cols);
  for (let i = 0; i < A.rows; i++) {
    const row = deviations(A.data.subarray(i * A.cols, (i + 1) * A.cols));
    const squares = innerProduct(row, row);
    if (!Number.isFinite(squares)) {
      throw new RangeError(
        `Cannot correlate row ${i}: its sum of squares must be finite, got ${squares}`,
      );
    }
    const norm = Matrix.column(row).norm(); // the sum of squares could underflow
    if (norm > 0) out.data.set(row.map((d) => d / norm), i * A.cols);
  }
  return out;
}

/** Returns unit i (row i of the state) at each time step of one sequence. */
export function unitActivations(trace: Step[], i: number): number[] {
  return trace.map(({ state }) => state.at(i));
}

/** A unit and its correlation with a feature. */
export interface UnitCorrelation {
  /** The row of the state. */
  unit: number;
  /** Its correlation with the feature. */
  correlation: number;
}

/**
 * Returns the unit whose activations over a trace correlate most strongly with a feature, by absolute value; all rows of
 * the state are compared. Throws RangeError if the trace is empty, and like `correlation`.
 */
export function mostCorrelatedUnit(trace: Step[], feature: ArrayLike<number>): UnitCorrelation {
  if (trace.length === 0) throw new RangeError("Cannot correlate units: the trace is empty");
  const found = Array.from(
    { length: trace[0].state.rows },
    (_, unit) => ({ unit, correlation: correlation(unitActivations(trace, unit), feature) }),
  );
  return found.reduce((a, b) => Math.abs(b.correlation) > Math.abs(a.correlation) ? b : a);
}

/**
 * Returns a_n − ā. The first value is subtracted before the mean is taken, because the rounded mean of equal values can
 * differ from them.
 */
function deviations(a: ArrayLike<number>): Float64Array {
  const shifted = Float64Array.from(a, (value) => value - a[0]);
  const mean = shifted.reduce((sum, value) => sum + value, 0) / shifted.length;
  return shifted.map((value) => value - mean);
}

function innerProduct(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, n) => sum + value * y[n], 0);
}
