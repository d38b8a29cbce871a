import { bptt } from "./bptt.ts";
import { addParams, type Cell, type Params, type Step, zerosLike } from "./cells/cell.ts";
import { checkDirect, checkIntegers } from "./checks.ts";
import { Matrix } from "./matrix.ts";

/** Options of truncated backpropagation through time. */
export interface Truncation {
  /** h, the number of time steps that a loss reaches back at most, including its own. */
  steps: number;
  /** h′, the time steps between two backward passes, 1 by default. With h′ = h, the sequence is cut into chunks. */
  every?: number;
}

/**
 * Computes ∂E/∂params by truncated backpropagation through time, BPTT(h; h′) of Williams & Peng (1990): every h′ steps,
 * the losses since the last backward pass go back at most h steps. h′ = 1 gives the sum of the terms (t, k) with
 * t − k < h, and h′ = h is the variant of char-rnn. The gradient is biased unless h = T.
 * Throws RangeError unless 1 ≤ h′ ≤ h ≤ T, both integers.
 *
 * @example
 * ```ts
 * import { bptt, Matrix, RNNCell, seeded, truncatedBptt, unroll } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const cell = new RNNCell(1, 3, seeded(1));
 * const trace = unroll(cell, [1, 2, 3].map((x) => Matrix.column([x])));
 * const direct = trace.map(({ h }) => h);
 * const whole = truncatedBptt(cell, trace, direct, { steps: 3 }); // h = T
 * assert(whole.Whh.subtract(bptt(cell, trace, direct).dparams.Whh).norm() < 1e-12);
 * ```
 */
export function truncatedBptt<S extends Step, P extends Params>(
  cell: Cell<S, P>,
  trace: S[],
  direct: Matrix[],
  { steps, every = 1 }: Truncation,
): P {
  checkDirect(trace, direct);
  checkTruncation(trace.length, steps, every);
  let dparams = zerosLike(cell.params);
  for (let start = 0; start < trace.length; start += every) {
    const end = Math.min(start + every, trace.length);
    const first = Math.max(0, start + every - steps);
    const entering = direct.slice(first, end)
      .map((d, n) => first + n < start ? new Matrix(d.rows, d.cols) : d);
    dparams = addParams(dparams, bptt(cell, trace.slice(first, end), entering).dparams);
  }
  return dparams;
}

function checkTruncation(T: number, steps: number, every: number): void {
  checkIntegers("Cannot truncate", { steps, every });
  if (steps > T) throw new RangeError(`Cannot truncate to ${steps} steps: the sequence has ${T}`);
  if (every > steps) {
    throw new RangeError(
      `Cannot truncate: every must be at most steps, got ${every} and ${steps}; some losses would be left out`,
    );
  }
}
