import type { Params } from "../cells/cell.ts";
import type { Matrix } from "../matrix.ts";

/** Throws RangeError if an entry of a matrix is finite but beyond the largest float32, about 3.4e38. */
export function checkOverflow({ data }: Matrix, name: string): void {
  for (const a of data) {
    if (Number.isFinite(Math.fround(a)) || !Number.isFinite(a)) continue;
    throw new RangeError(
      `Cannot compute in float32: ${name} must be within ±3.4e38, but has the entry ${a}`,
    );
  }
}

/**
 * Throws RangeError if a weight exceeds the range of float32, or if float32 rounds even the largest entry of a weight
 * matrix to 0. A single entry may round to 0, because it is small compared with the others.
 */
export function checkWeights(params: Params): void {
  for (const [name, W] of Object.entries(params)) {
    checkOverflow(W, name);
    if (W.data.some((w) => Math.fround(w) !== 0) || W.data.every((w) => w === 0)) continue;
    const largest = W.data.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    throw new RangeError(
      `Cannot compute in float32: the largest entry of ${name} is ${largest}, which rounds to 0`,
    );
  }
}

/** Throws RangeError if weights, or records of an optimizer's state, don't fit into float32. */
export function checkRecords(params: Params, optimizerState: Params[]): void {
  checkWeights(params);
  for (const record of optimizerState) {
    for (const [name, W] of Object.entries(record)) {
      checkOverflow(W, `the optimizer's state of ${name}`);
    }
  }
}
