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
