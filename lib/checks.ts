import type { Cell, Step } from "./cells/cell.ts";
import type { Matrix } from "./matrix.ts";

/** Throws RangeError if a matrix has an entry that is NaN or infinite: "x_7 must be finite, got NaN". */
export function checkFinite(A: Matrix, name: string): void {
  for (const a of A.data) {
    if (!Number.isFinite(a)) throw new RangeError(`${name} must be finite, got ${a}`);
  }
}

/**
 * Throws RangeError unless every value is an integer of at least `least`: 1 by default, or 0.
 * `attempt` begins the sentence: "Cannot train" gives "Cannot train: steps must be a positive integer, got 0".
 */
export function checkIntegers(
  attempt: string,
  values: Record<string, number>,
  least: 0 | 1 = 1,
): void {
  const expected = least === 1 ? "a positive integer" : "a non-negative integer";
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`${attempt}: ${name} must be ${expected}, got ${value}`);
    }
  }
}

/**
 * Throws RangeError unless an index is an integer in a range: "Cannot use target 3: it must be an integer from 0 to 2".
 */
export function checkIndex(action: string, index: number, first: number, last: number): void {
  if (!Number.isInteger(index) || index < first || index > last) {
    throw new RangeError(`${action} ${index}: it must be an integer from ${first} to ${last}`);
  }
}

/** Throws RangeError unless every size of a layer, given by name, is a positive integer. */
export function checkSizes(sizes: Record<string, number>): void {
  checkIntegers("Cannot create a layer", sizes);
}

/**
 * Checks the arguments of `Cell.step`. Throws RangeError if x_t or state_{t−1} has the wrong shape or is not finite;
 * the message names the time step if t is given: "x_7 must be finite, got NaN".
 */
export function checkStep(
  cell: Pick<Cell, "inputSize" | "stateSize">,
  x: Matrix,
  statePrev: Matrix,
  t?: number,
): void {
  const xName = t === undefined ? "x" : `x_${t}`;
  const stateName = t === undefined ? "statePrev" : `state_${t - 1}`;
  checkRows(`Cannot step: ${xName}`, x, cell.inputSize);
  checkRows(`Cannot step: ${stateName}`, statePrev, cell.stateSize);
  if (x.cols !== statePrev.cols) {
    throw new RangeError(
      `Cannot step: ${xName} and ${stateName} must have the same batch size, got ${x.shape} and ${statePrev.shape}`,
    );
  }
  checkFinite(x, xName);
  checkFinite(statePrev, stateName);
}

/** Checks the arguments of `Cell.backward`. Throws RangeError unless ∂E/∂state_t has the shape of state_t. */
export function checkBackward(step: Step, dstate: Matrix): void {
  checkShape("Cannot step back: dstate", dstate, step.state);
}

/** Throws RangeError unless the batch size is 1, because a Jacobian is defined for one sequence. */
export function checkOneSequence({ state }: Step): void {
  if (state.cols !== 1) {
    throw new RangeError(`Cannot take a Jacobian: the batch size must be 1, got ${state.cols}`);
  }
}

/** Throws RangeError unless `direct` has one gradient ∂E_t/∂state_t per time step, each with the shape of its state. */
export function checkDirect(trace: Step[], direct: Matrix[]): void {
  if (trace.length === 0) throw new RangeError("Cannot backpropagate through an empty trace");
  if (direct.length !== trace.length) {
    throw new RangeError(
      `Cannot backpropagate: expected ${trace.length} gradients, one per time step, got ${direct.length}`,
    );
  }
  trace.forEach(({ state }, n) =>
    checkShape(`Cannot backpropagate: direct[${n}]`, direct[n], state)
  );
}

/** Throws RangeError unless a matrix has the given number of rows: "Cannot step: x must be 3×1, got 2×1". */
export function checkRows(subject: string, A: Matrix, rows: number): void {
  if (A.rows !== rows) {
    throw new RangeError(`${subject} must be ${rows}×${A.cols}, got ${A.shape}`);
  }
}

function checkShape(subject: string, A: Matrix, { rows, cols, shape }: Matrix): void {
  if (A.rows !== rows || A.cols !== cols) {
    throw new RangeError(`${subject} must be ${shape}, got ${A.shape}`);
  }
}
