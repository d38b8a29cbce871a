import type { Cell, Step } from "./cells/cell.ts";
import { checkFinite, checkStep } from "./checks.ts";
import { Matrix } from "./matrix.ts";

/**
 * Runs a cell over x_1 … x_T, state_t = step(x_t, state_{t−1}) with the same weights at every time step, and returns
 * all steps. state0 (stateSize × batch) is zero by default.
 * Throws RangeError if the sequence is empty, or if a shape is wrong or a value not finite, with the number of the time
 * step: "x_7 must be finite, got NaN".
 *
 * @example
 * ```ts
 * import { Matrix, RNNCell, seeded, unroll } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const cell = new RNNCell(2, 3, seeded(1));
 * const trace = unroll(cell, [Matrix.column([1, 0]), Matrix.column([0, 1])]);
 * assert.equal(trace.length, 2);
 * assert.equal(trace[1].statePrev, trace[0].state);
 * ```
 */
export function unroll<S extends Step>(cell: Cell<S>, xs: Matrix[], state0?: Matrix): S[] {
  if (xs.length === 0) throw new RangeError("Cannot unroll an empty sequence");
  let state = state0 ?? new Matrix(cell.stateSize, xs[0].cols);
  return xs.map((x, n) => {
    checkStep(cell, x, state, n + 1);
    const step = cell.step(x, state);
    checkFinite(step.state, `state_${n + 1}`);
    state = step.state;
    return step;
  });
}
