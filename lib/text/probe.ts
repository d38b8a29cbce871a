import type { Step } from "../cells/cell.ts";

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
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let n = 0; n < a.length; n++) {
    const [x, y] = [a[n] - meanA, b[n] - meanB];
    ab += x * y, aa += x * x, bb += y * y;
  }
  if (!Number.isFinite(aa + bb)) {
    throw new RangeError(
      `Cannot correlate: the sums of squares must be finite, got ${aa} and ${bb}`,
    );
  }
  return aa > 0 && bb > 0 ? ab / (Math.sqrt(aa) * Math.sqrt(bb)) : 0; // the product aa·bb could underflow
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

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n];
  return sum / values.length;
}
