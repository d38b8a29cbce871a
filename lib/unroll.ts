import { type Cell, checkStep, type Step } from "./cells/cell.ts";
import { checkFinite } from "./loss.ts";
import { Matrix } from "./matrix.ts";

/**
 * Runs a cell over x_1 … x_T and keeps every step: state_t = step(x_t, state_{t−1}), the same weights each time.
 * state0 (stateSize × batch) is zero unless given. Throws RangeError, with the number of the step, for an
 * empty sequence, a wrong shape, NaN or infinity: "x_7 holds NaN".
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
