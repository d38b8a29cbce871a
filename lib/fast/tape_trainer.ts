import type { Params } from "../cells/cell.ts";
import { Matrix } from "../matrix.ts";
import { checkClip } from "../training/clip.ts";
import type { GradientOptions, Snapshot, Trainer } from "../training/engine.ts";
import type { Optimizer } from "../training/optimizers.ts";
import { checkSnapshot, snapshotOrigin } from "../training/snapshot.ts";
import type { FastValue } from "./fast_value.ts";
import { checkRecords } from "./float32.ts";
import type { Address } from "./memory.ts";
import { applyOptimizer } from "./optimizer.ts";
import { rowStride } from "./recorder.ts";
import { FastTape, type FastValues } from "./tape.ts";
import { readRows, writeRows } from "./transfer.ts";

/** A loss recorded on a tape. */
export interface Recorded<Data> {
  /** E, 1×1. */
  loss: FastValue;
  /** Writes a batch into the inputs of the tape; throws RangeError if it doesn't fit. */
  load(data: Data): void;
  /** Further values that `output` reads by name. */
  outputs?: FastValues;
}

/** A training objective: records a model's loss once, on its trainable weights and on inputs of the tape. */
export type Objective<Data> = (tape: FastTape, p: FastValues) => Recorded<Data>;

/** Options of `TapeTrainer`. */
export interface TapeTraining extends Pick<GradientOptions, "clip"> {
  /** The optimizer, such as `adam(0.01)`. */
  optimizer: Optimizer;
  /** B, the number of sequences or images in each batch; any positive integer. */
  batch: number;
}

/**
 * Trains a model on the fast tape, in float32. One class serves all models: each supplies its loss as an `Objective`.
 * For a loop of your own, call `gradients` and then `update` for each batch; `fit` does so with reports and early stopping.
 */
export class TapeTrainer<Data> implements Trainer<Data> {
  readonly #tape: FastTape;
  readonly #values: FastValues;
  readonly #recorded: Recorded<Data>;
  readonly #optimizerState: Address[];
  #step = 0;

  /** Records the loss for batches of one size; throws RangeError for sizes that don't fit or a negative clipping threshold. */
  constructor(
    readonly params: Params,
    objective: Objective<Data>,
    readonly options: TapeTraining,
  ) {
    checkClip(options.clip);
    this.#tape = new FastTape(options.batch);
    this.#values = this.#tape.trainable(params);
    this.#recorded = objective(this.#tape, this.#values);
    this.#tape.finish(this.#recorded.loss);
    const { size } = this.#tape.weightRange;
    this.#optimizerState = Array.from(
      { length: options.optimizer.stateCount },
      () => this.#tape.memory.alloc(size),
    );
  }

  get step(): number {
    return this.#step;
  }

  gradients(data: Data): number {
    const E = this.loss(data);
    this.#tape.backward();
    return E;
  }

  /** Clips the gradients and applies one optimizer step; returns ‖∂E/∂params‖. If it isn't finite, the weights stay. */
  update(): number {
    const { weights, gradients, size } = this.#tape.weightRange, { kernels } = this.#tape.memory;
    const norm = Math.sqrt(kernels.sumSquares(gradients, size));
    if (!Number.isFinite(norm)) return norm;
    const { optimizer, clip } = this.options, optimizerState = this.#optimizerState;
    this.#step++;
    const place = { weights, gradients, optimizerState, size };
    applyOptimizer(kernels, optimizer, this.#step, clip, norm, place);
    return norm;
  }

  loss(data: Data): number {
    this.#recorded.load(data);
    return this.#tape.forward();
  }

  /** Reads a named output of the objective for the last batch, a column for each sequence (or 1×1). */
  output(name: string): Matrix {
    const value = this.#recorded.outputs?.[name];
    if (!value) throw new RangeError(`Cannot read ${name}: the objective has no such output`);
    return value.read(new Matrix(value.rows, Math.min(value.cols, this.options.batch)));
  }

  readGradients(): Params {
    return this.#record(this.#tape.weightRange.gradients);
  }

  writeBack(): void {
    for (const [name, W] of Object.entries(this.params)) this.#values[name].read(W);
  }

  snapshot(): Snapshot {
    const params = this.#record(this.#tape.weightRange.weights);
    return {
      step: this.#step,
      ...snapshotOrigin(this.options),
      params,
      optimizerState: this.#optimizerState.map((at) => this.#record(at)),
    };
  }

  restore({ state: _, ...snapshot }: Snapshot): void {
    const { step, params, optimizerState } = snapshot;
    checkSnapshot({ params: this.params, optimizer: this.options.optimizer }, snapshot);
    checkRecords(params, optimizerState);
    const blocks = [this.#tape.weightRange.weights, ...this.#optimizerState];
    [params, ...optimizerState].forEach((record, n) => {
      for (const [name, at] of this.#addresses(blocks[n])) {
        writeRows(this.#tape.memory, at, record[name], rowStride(record[name].cols));
      }
    });
    this.#step = step;
  }

  close(): void {}

  /** Reads a block of memory that is laid out like the weights. */
  #record(block: Address): Params {
    const entries = this.#addresses(block).map(([name, at]) => {
      const { rows, cols } = this.params[name];
      return [name, readRows(this.#tape.memory, at, new Matrix(rows, cols), rowStride(cols))];
    });
    return Object.fromEntries(entries);
  }

  #addresses(block: Address): [name: string, at: Address][] {
    const { weights } = this.#tape.weightRange;
    return Object.entries(this.#values).map(([name, { at }]) => [name, block + at - weights]);
  }
}
