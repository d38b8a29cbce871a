import { addParams, type Cell, type Params, type Step, zerosLike } from "./cells/cell.ts";
import { checkFinite } from "./loss.ts";
import { Matrix } from "./matrix.ts";

/** The gradients of E = Σ_t E_t; each has the shape of what it belongs to, steps 1 … T at indices 0 … T−1. */
export interface Gradients<P extends Params = Params> {
  /** ∂E/∂params, summed over time. */
  dparams: P;
  /** ∂E/∂state_t for each step: the total, what later steps send back included. */
  dstates: Matrix[];
  /** ∂E/∂x_t for each step. */
  dxs: Matrix[];
  /** ∂E/∂state_0. */
  dstate0: Matrix;
  /** ∂E/∂v, summed over time, where the cell sees a context v. */
  dcontext?: Matrix;
}

/**
 * Backpropagation through time (Werbos 1990): ∂E/∂state_t = direct_t + what step t+1 sends back, from t = T to 1.
 * `direct[t]` is ∂E_t/∂state_t, what enters at step t alone; throws RangeError where it doesn't fit the trace, and
 * where a gradient explodes beyond what a number holds: "∂E/∂state_7 holds Infinity".
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

/** Throws RangeError unless there is one ∂E_t/∂state_t per step, each of its state's shape. */
export function checkDirect(trace: Step[], direct: Matrix[]): void {
  if (trace.length === 0) throw new RangeError("Cannot go back through an empty trace");
  if (direct.length !== trace.length) {
    throw new RangeError(
      `Cannot go back through ${trace.length} steps with ${direct.length} gradients`,
    );
  }
  trace.forEach(({ state }, n) => {
    if (direct[n].rows !== state.rows || direct[n].cols !== state.cols) {
      throw new RangeError(
        `Cannot go back through step ${n + 1}: direct is ${
          direct[n].shape
        }, the state is ${state.shape}`,
      );
    }
  });
}
