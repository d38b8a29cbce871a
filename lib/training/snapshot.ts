import type { Cell, Params } from "../cells/cell.ts";
import { checkFinite } from "../checks.ts";
import type { Snapshot } from "./engine.ts";
import type { Optimizer } from "./optimizers.ts";
import { cellName, checkOrigin } from "./origin.ts";

type State = Snapshot["optimizer"];

/** The parts of a trainer that a snapshot must match. */
export interface Trained {
  params: Params;
  optimizer: Optimizer;
  cell?: Cell;
}

/** Returns the optimizer and the cell that the snapshots of a trainer name. */
export function snapshotOrigin(
  { optimizer: { rule, beta, beta2 }, cell }: Omit<Trained, "params">,
): Pick<Snapshot, "optimizer" | "cell"> {
  const name = cell && cellName(cell);
  return { optimizer: { rule, beta, beta2 }, ...(name && { cell: name }) };
}

/**
 * Throws RangeError unless a snapshot matches the optimizer, the cell and the weights of a trainer, and its numbers are
 * finite, so that `restore` restores all of it or nothing.
 */
export function checkSnapshot(trained: Trained, snapshot: Snapshot): void {
  const { params, optimizer, cell } = trained, { step, state, optimizerState } = snapshot;
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new RangeError(`Cannot restore: step must be a non-negative integer, got ${step}`);
  }
  checkOptimizer(optimizer, snapshot);
  checkOrigin("Cannot restore", "snapshot", snapshot, cell ? { cell: cellName(cell) } : {});
  for (const record of [snapshot.params, ...optimizerState]) checkShapes(params, record);
  for (const [name, W] of Object.entries(snapshot.params)) {
    checkFinite(W, `Cannot restore: ${name}`);
  }
  for (const record of optimizerState) checkNoNaN(record);
  if (!state) return;
  if (state.rows !== cell?.stateSize) {
    throw new RangeError(
      `Cannot restore the state: the cell's has ${cell?.stateSize ?? 0} rows, got ${state.rows}`,
    );
  }
  checkFinite(state, "Cannot restore: the state");
}

function checkOptimizer(
  optimizer: Optimizer,
  { optimizer: found, optimizerState }: Snapshot,
): void {
  const [is, must] = [found, optimizer].map(describe);
  if (is !== must) {
    throw new RangeError(`Cannot restore: the snapshot is of ${is}, but the optimizer is ${must}`);
  }
  const { rule, stateCount } = optimizer;
  if (optimizerState.length !== stateCount) {
    throw new RangeError(
      `Cannot restore: ${rule} has ${stateCount} records of state, got ${optimizerState.length}`,
    );
  }
}

/** Throws RangeError, with the first name that differs, unless a record has the names and shapes of the weights. */
function checkShapes(weights: Params, record: Params): void {
  for (const name of Object.keys({ ...weights, ...record })) {
    const [found, expected] = [record[name]?.shape ?? "none", weights[name]?.shape ?? "absent"];
    if (found !== expected) {
      throw new RangeError(`Cannot restore ${name}: it must be ${expected}, got ${found}`);
    }
  }
}

/**
 * Throws RangeError if the optimizer's state contains NaN; a sum of squares may be infinite, and its weight then stays
 * fixed.
 */
function checkNoNaN(record: Params): void {
  for (const [name, { data }] of Object.entries(record)) {
    if (data.includes(NaN)) {
      throw new RangeError(`Cannot restore: the optimizer's state of ${name} holds NaN`);
    }
  }
}

function describe(state: State | undefined): string {
  if (!state) return "an unnamed optimizer";
  const { rule, beta, beta2 } = state;
  if (rule === "adam") return `adam with β₁ = ${beta} and β₂ = ${beta2}`;
  if (rule === "momentum") return `momentum with β = ${beta}`;
  return rule === "rmsprop" ? `rmsprop with ρ = ${beta}` : rule;
}
