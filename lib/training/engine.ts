import type { Cell, Params } from "../cells/cell.ts";
import type { Clip } from "./clip.ts";
import type { Matrix } from "../matrix.ts";
import type { Optimizer } from "./optimizers.ts";
import type { Readout } from "../readout.ts";

/** A network to train: a cell, and the readout that looks at its h. */
export interface Model {
  /** What runs through time. */
  readonly cell: Cell;
  /** What looks at h_t. */
  readonly readout: Readout;
}

/** Classes of T steps of B sequences: step t (from 0) of sequence b stands at t·B + b; −1 where there is none. */
export type Classes = Int32Array;

/** What a training step reads: T steps of B sequences. */
export interface Batch {
  /** T, the number of steps. */
  readonly steps: number;
  /** B, the number of sequences. */
  readonly size: number;
  /** x_1 … x_T: classes, each a one-hot column (−1 a column of zeros), or inputSize × B matrices. */
  readonly xs: Classes | Matrix[];
  /** The class asked for at each step, −1 for none; or numbers, outputSize × B, and null where none are asked for. */
  readonly targets: Classes | (Matrix | null)[];
  /** Whether the sequences begin here, at a state of zeros; otherwise the state goes on from the batch before. */
  readonly fresh: boolean;
}

/** What a trainer holds, as plain numbers: the weights, the optimizer's state and the state between batches. */
export interface Snapshot {
  /** How many updates were made. */
  readonly step: number;
  /** The weights by name, the cell's before the readout's. */
  readonly params: Params;
  /** The optimizer's state: for each number it keeps per weight, a record like `params`. */
  readonly optimizerState: Params[];
  /** The state that the next batch goes on from, stateSize × B, where there is one. */
  readonly state?: Matrix;
}

/** What holds gradients back, or adds to them. */
export interface GradientOptions {
  /** How gradients are clipped. */
  clip?: Clip;
  /** The weight α of the regulariser Ω of an RNNCell, whose gradient joins ∂E/∂Whh before clipping (see `omega`). */
  regularizer?: number;
}

/** One model in training: an engine's own copy of the weights, the optimizer's state and the state between batches. */
export interface Trainer<B = Batch> {
  /** How many updates were made. */
  readonly step: number;
  /** E of a batch in nats, summed over time, the mean over the batch; keeps ∂E/∂params for `update`, and the state for the next batch. */
  gradients(batch: B): number;
  /** Clips the gradients and takes one step of the optimizer; gives ‖∂E/∂params‖ before clipping. */
  update(): number;
  /** E of a batch without gradients, from a state of its own that goes on from call to call unless the batch is fresh. */
  loss(batch: B): number;
  /** ∂E/∂params of the last batch, the cell's before the readout's, in the shapes of the readable weights. */
  readGradients(): Params;
  /** Writes the weights into the model. */
  writeBack(): void;
  /** Everything that `restore` needs to go on with the same bits. */
  snapshot(): Snapshot;
  /** Goes on from a snapshot; throws RangeError, and changes nothing, where a name or a shape differs. */
  restore(snapshot: Snapshot): void;
  /** Ends it and frees what it holds: memory, workers. */
  close(): void;
}

/** What computes: `readableEngine` in float64, or a fast one of the entry "rnn/fast". */
export interface Engine {
  /** Which path runs, in one line: "TypeScript, float64". */
  readonly name: string;
  /** Begins to train a model; throws RangeError for a cell that the engine doesn't know. */
  train(model: Model, optimizer: Optimizer, restraints?: GradientOptions): Promise<Trainer>;
}

/** The weights of a model by name, the cell's before the readout's: the model's own matrices, not copies. */
export function paramsOf({ cell, readout }: Model): Params {
  return { ...cell.params, ...readout.params };
}

/**
 * Throws RangeError unless a snapshot fits the weights and the optimizer of a trainer, and the rows of its cell's state if
 * there is one, so that `restore` takes all of it or nothing.
 */
export function checkSnapshot(
  weights: Params,
  optimizer: Optimizer,
  snapshot: Snapshot,
  stateSize?: number,
): void {
  const { params, optimizerState, state, step } = snapshot;
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new RangeError(`Cannot go on from step ${step}`);
  }
  if (optimizerState.length !== optimizer.stateCount) {
    throw new RangeError(
      `Cannot restore ${optimizerState.length} records of optimizer state: ${optimizer.rule} has ${optimizer.stateCount}`,
    );
  }
  for (const record of [params, ...optimizerState] as Record<string, Matrix | undefined>[]) {
    for (const [name, { shape }] of Object.entries(weights)) {
      const found = record[name]?.shape ?? "missing";
      if (found !== shape) {
        throw new RangeError(`Cannot restore ${name}: it is ${found}, the model's is ${shape}`);
      }
    }
  }
  if (state && state.rows !== stateSize) {
    throw new RangeError(
      `Cannot restore a state of ${state.rows} rows: the cell's has ${stateSize ?? 0}`,
    );
  }
}
