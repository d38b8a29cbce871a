import type { Step } from "../cells/cell.ts";

/**
 * Pearson's correlation of two series, Σ(a − ā)(b − b̄) / √(Σ(a − ā)² Σ(b − b̄)²), from −1 to 1; 0 where one never
 * changes. Throws RangeError for lengths that differ or are below 2, and for values that aren't finite or whose squares aren't.
 */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length < 2) {
    throw new RangeError(`Cannot correlate ${a.length} values with ${b.length}`);
  }
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let n = 0; n < a.length; n++) {
    const [x, y] = [a[n] - meanA, b[n] - meanB];
    ab += x * y, aa += x * x, bb += y * y;
  }
  if (!Number.isFinite(aa + bb)) {
    throw new RangeError(`Cannot correlate series whose squares sum to ${aa} and ${bb}`);
  }
  return aa > 0 && bb > 0 ? ab / (Math.sqrt(aa) * Math.sqrt(bb)) : 0; // aa bb may be too small to hold
}

/** Unit i of the state over the steps of one sequence. */
export function unitActivations(trace: Step[], i: number): number[] {
  return trace.map(({ state }) => state.at(i));
}

/** What `mostAlike` finds. */
export interface UnitCorrelation {
  /** The row of the state. */
  unit: number;
  /** Its correlation with the feature. */
  correlation: number;
}

/**
 * The unit whose course over a trace is most like a feature, by |correlation|; every row of the state is tried. Throws
 * RangeError for an empty trace, and as `correlation`.
 */
export function mostCorrelatedUnit(trace: Step[], feature: ArrayLike<number>): UnitCorrelation {
  if (trace.length === 0) throw new RangeError("Cannot look for a unit in an empty trace");
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
