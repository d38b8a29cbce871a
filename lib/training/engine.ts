import type { Cell, Params } from "../cells/cell.ts";
import type { Clip } from "./clip.ts";
import type { Matrix } from "../matrix.ts";
import type { Optimizer } from "./optimizers.ts";
import type { Readout } from "../readout.ts";

/** A network to train: a recurrent cell and the readout of its h. */
export interface Model {
  /** The cell, which is unrolled in time. */
  readonly cell: Cell;
  /** The output layer, applied to h_t. */
  readonly readout: Readout;
}

/** Class indices of T time steps × B sequences: step t (from 0) of sequence b is at t·B + b; −1 means none. */
export type ClassIndices = Int32Array;

/** A batch of sequences with their targets. */
export interface Batch {
  /** T, the number of time steps. */
  readonly steps: number;
  /** B, the number of sequences. */
  readonly size: number;
  /** x_1 … x_T: class indices, each read as a one-hot column (−1 as a column of zeros), or inputSize × B matrices. */
  readonly xs: ClassIndices | Matrix[];
  /** The target class of each step, −1 for none; or an outputSize × B matrix for each step, null for none. */
  readonly targets: ClassIndices | (Matrix | null)[];
  /** True if the sequences start here, from a state of zeros; false if they continue those of the previous batch. */
  readonly fresh: boolean;
}

/** The origin of weights: the properties of a network that their names and sizes don't reveal. */
export interface Origin {
  /** The name of the cell's class, such as "LSTMCell"; none for a model without a cell. */
  readonly cell?: string;
  /** The tokens by class, such as the characters of a Vocabulary, if they are known. */
  readonly vocabulary?: readonly string[];
}

/** The complete state of a trainer as plain numbers, with the optimizer and the network to which it belongs. */
export interface Snapshot extends Origin {
  /** The optimizer whose state this is, with the constants on which that state depends. */
  readonly optimizer: Pick<Optimizer, "rule" | "beta" | "beta2">;
  /** The number of updates so far. */
  readonly step: number;
  /** The weights by name, the cell's before the readout's. */
  readonly params: Params;
  /** The optimizer's state: one record like `params` for each number that it keeps per weight. */
  readonly optimizerState: Params[];
  /** The state that the next batch continues from, stateSize × B, if there is one. */
  readonly state?: Matrix;
}

/** Gradient clipping and regularisation options. */
export interface GradientOptions {
  /** Gradient clipping; none by default. */
  clip?: Clip;
  /** The weight α of the regulariser Ω of an RNNCell; α ∂⁺Ω/∂Whh is added to ∂E/∂Whh before clipping (see `omega`). */
  regularizer?: number;
}

/** A training run of one model: an engine's weights, gradients, optimizer state and recurrent state. */
export interface Trainer<B = Batch> {
  /** The number of updates so far. */
  readonly step: number;
  /**
   * Returns E of a batch in nats, summed over time and averaged over the batch. Keeps ∂E/∂params for `update`, and the
   * last state for the next batch.
   */
  gradients(batch: B): number;
  /** Clips the gradients and takes one optimizer step; returns ‖∂E/∂params‖ before clipping. */
  update(): number;
  /** Returns E of a batch without gradients; its recurrent state is separate from that of training. */
  loss(batch: B): number;
  /** Returns ∂E/∂params of the last batch, the cell's before the readout's, in the shapes of the model's weights. */
  readGradients(): Params;
  /** Writes the weights into the model. */
  writeBack(): void;
  /** Returns everything that `restore` needs to continue with the same bits. */
  snapshot(): Snapshot;
  /**
   * Continues from a snapshot. Throws RangeError, and changes nothing, if the snapshot belongs to another optimizer or
   * cell, or if a name or a shape differs.
   */
  restore(snapshot: Snapshot): void;
  /** Frees memory and workers; the trainer can't be used afterwards. */
  close(): void;
}

/** A training backend: `readableEngine` in float64, or a fast one of the entry "rnn/fast". */
export interface Engine {
  /** The backend in one line, for example "TypeScript, float64". */
  readonly name: string;
  /** Starts to train a model. Throws RangeError if the engine doesn't support the cell. */
  train(model: Model, optimizer: Optimizer, options?: GradientOptions): Promise<Trainer>;
}

/** Returns the weights of a model by name, the cell's before the readout's: its own matrices, not copies. */
export function paramsOf({ cell, readout }: Model): Params {
  return { ...cell.params, ...readout.params };
}

/** Throws RangeError unless the readout of a model reads the cell's hidden units. */
export function checkModel({ cell, readout }: Model): void {
  if (readout.hiddenSize === cell.hiddenSize) return;
  throw new RangeError(
    `Cannot train: the readout must read the cell's ${cell.hiddenSize} hidden units, it reads ${readout.hiddenSize}`,
  );
}

/** Throws RangeError unless a batch of B sequences can continue the previous one, which had `previous`, if there was one. */
export function checkContinues(B: number, previous = 0): void {
  if (previous === B) return;
  throw new RangeError(
    previous === 0
      ? "Cannot continue the previous batch: there is none, so the first batch must be fresh"
      : `Cannot continue ${previous} sequences with a batch of ${B}: it must be fresh`,
  );
}
