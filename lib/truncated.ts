import { bptt, checkDirect } from "./bptt.ts";
import { addParams, type Cell, type Params, type Step, zerosLike } from "./cells/cell.ts";
import { Matrix } from "./matrix.ts";

/** How far and how often a truncated gradient goes back. */
export interface Truncation {
  /** h, how many steps each loss reaches back at most, its own included. */
  steps: number;
  /** h′, how many steps lie between two ways back; 1 unless given. With h′ = h the sequence falls into chunks. */
  every?: number;
}

/**
 * Truncated backpropagation through time, BPTT(h; h′) of Williams & Peng (1990): every h′ steps the losses since the last
 * time go back at most h steps. With h′ = 1 it is the sum of the terms (t, k) with t − k < h; with h′ = h it is what
 * char-rnn does. Gives ∂E/∂params, biased unless h = T; throws RangeError for a truncation longer than the sequence.
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
  for (const count of [steps, every]) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`Cannot truncate to ${count} steps: it is whole and above zero`);
    }
  }
  if (steps > T) throw new RangeError(`Cannot truncate to ${steps} steps: the sequence has ${T}`);
  if (every > steps) {
    throw new RangeError(
      `Cannot go back every ${every} steps over ${steps}: losses between would be left out`,
    );
  }
}
