import { addParams, type Cell, type Params, type Step, zerosLike } from "./cells/cell.ts";
import { checkDirect, checkFinite } from "./checks.ts";
import { Matrix } from "./matrix.ts";

/** The gradients of E = Σ_t E_t. Each has the shape of its variable; time steps 1 … T are at indices 0 … T−1. */
export interface Gradients<P extends Params = Params> {
  /** ∂E/∂params, summed over time. */
  dparams: P;
  /** ∂E/∂state_t for each time step: the total gradient, including the part that returns from later steps. */
  dstates: Matrix[];
  /** ∂E/∂x_t for each time step. */
  dxs: Matrix[];
  /** ∂E/∂state_0. */
  dstate0: Matrix;
  /** ∂E/∂v, summed over time, if the cell takes a context v. */
  dcontext?: Matrix;
}

/**
 * Backpropagates through time (Werbos 1990): from t = T down to 1, ∂E/∂state_t is the sum of the gradient of the loss at
 * step t alone, `direct[t]` = ∂E_t/∂state_t, and the gradient that returns from step t+1. `jacobianPaths` writes the same
 * gradient out as its terms (t, k).
 * Throws RangeError if `direct` does not fit the trace, or if a gradient overflows, with its name:
 * "∂E/∂state_7 must be finite, got Infinity".
 *
 * @example
 * ```ts
 * import { bptt, Matrix, RNNCell, seeded, unroll } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const cell = new RNNCell(2, 3, seeded(1));
 * const trace = unroll(cell, [Matrix.column([1, 0]), Matrix.column([0, 1])]);
 * const { dparams } = bptt(cell, trace, trace.map(({ h }) => h)); // E_t = ½ ‖h_t‖²
 * assert.equal(dparams.Whh.shape, "3×3");
 * ```
 */
export function bptt<S extends Step, P extends Params>(
  cell: Cell<S, P>,
  trace: S[],
  direct: Matrix[],
): Gradients<P> {
  checkDirect(trace, direct);
  const dstates: Matrix[] = [];
  const dxs: Matrix[] = [];
  let dparams = zerosLike(cell.params);
  let dcontext: Matrix | undefined;
  let fromLater = new Matrix(cell.stateSize, trace[0].state.cols);
  for (let t = trace.length - 1; t >= 0; t--) {
    dstates[t] = direct[t].add(fromLater);
    const back = cell.backward(trace[t], dstates[t]);
    dxs[t] = back.dx;
    dparams = addParams(dparams, back.dparams);
    if (back.dcontext) dcontext = dcontext?.add(back.dcontext) ?? back.dcontext;
    fromLater = back.dstatePrev;
    checkFinite(fromLater, `∂E/∂state_${t}`);
  }
  return { dparams, dstates, dxs, dstate0: fromLater, ...(dcontext && { dcontext }) };
}
