import { bptt, type Gradients } from "../bptt.ts";
import type { Params, Step } from "../cells/cell.ts";
import { RNNCell } from "../cells/rnn.ts";
import { applyClip, checkClip, globalNorm } from "./clip.ts";
import {
  type Batch,
  checkContinues,
  checkModel,
  type Engine,
  type Model,
  paramsOf,
} from "./engine.ts";
import type { GradientOptions, Snapshot, Trainer } from "./engine.ts";
import { Matrix } from "../matrix.ts";
import { applyOptimizer, optimizerState } from "./optimizer_step.ts";
import type { Optimizer } from "./optimizers.ts";
import { type SequenceLoss, sequenceLoss, type StepTarget } from "../readout.ts";
import { checkRegularizer, omega } from "./regularizer.ts";
import { checkSnapshot, snapshotOrigin } from "./snapshot.ts";
import { oneHot } from "../vocabulary.ts";
import { unroll } from "../unroll.ts";

/** The readable engine: `unroll`, `sequenceLoss` and `bptt` in float64, for every cell. */
export const readableEngine: Engine = {
  name: "TypeScript, float64",
  train: (model, optimizer, options) =>
    Promise.resolve(new ReadableTrainer(model, optimizer, options)),
};

/** A trainer that follows the equations line by line and updates the model's own weights. */
class ReadableTrainer implements Trainer {
  readonly #params: Params;
  readonly #optimizerState: Params[];
  #step = 0;
  #dparams?: Params;
  #state?: Matrix;
  #evaluation?: Matrix;

  constructor(
    readonly model: Model,
    readonly optimizer: Optimizer,
    readonly options: GradientOptions = {},
  ) {
    checkModel(model);
    checkClip(options.clip);
    checkRegularizer(model.cell, options.regularizer);
    this.#params = paramsOf(model);
    this.#optimizerState = optimizerState(this.#params, optimizer);
  }

  get step(): number {
    return this.#step;
  }

  gradients(batch: Batch): number {
    this.#dparams = undefined;
    const { trace, loss: { loss, direct, dparams } } = this.#forward(batch, this.#state);
    const back = bptt(this.model.cell, trace, direct);
    this.#dparams = { ...this.#regularized(trace, back), ...dparams };
    this.#state = trace.at(-1)!.state;
    return loss;
  }

  update(): number {
    const dparams = this.readGradients(), clipped = applyClip(dparams, this.options.clip);
    applyOptimizer(this.optimizer, this.#params, clipped, this.#optimizerState, ++this.#step);
    return globalNorm(dparams);
  }

  loss(batch: Batch): number {
    const { trace, loss: { loss } } = this.#forward(batch, this.#evaluation);
    this.#evaluation = trace.at(-1)!.state;
    return loss;
  }

  readGradients(): Params {
    if (!this.#dparams) {
      throw new Error("Cannot read gradients: call gradients() with a batch first");
    }
    return this.#dparams;
  }

  writeBack(): void {} // the weights are the model's own matrices

  snapshot(): Snapshot {
    const [params, ...optimizerState] = [this.#params, ...this.#optimizerState].map(copy);
    const origin = snapshotOrigin({ optimizer: this.optimizer, cell: this.model.cell });
    const state = this.#state && { state: this.#state };
    return { step: this.#step, ...origin, params, optimizerState, ...state };
  }

  restore(snapshot: Snapshot): void {
    const { optimizer, model: { cell } } = this;
    checkSnapshot({ params: this.#params, optimizer, cell }, snapshot);
    const given = [snapshot.params, ...snapshot.optimizerState];
    [this.#params, ...this.#optimizerState].forEach((mine, n) => {
      for (const name of Object.keys(mine)) mine[name].data.set(given[n][name].data);
    });
    this.#state = snapshot.state;
    this.#step = snapshot.step;
  }

  close(): void {}

  /** Returns ∂E/∂params of the cell, with α ∂⁺Ω/∂Whh added if there is a regulariser. */
  #regularized(trace: Step[], { dparams, dstates }: Gradients): Params {
    const { cell } = this.model, α = this.options.regularizer;
    if (!α || !(cell instanceof RNNCell)) return dparams;
    const { dWhh } = omega(cell, trace, dstates);
    return { ...dparams, Whh: dparams.Whh.add(dWhh.scale(α)) };
  }

  #forward(batch: Batch, state?: Matrix): { trace: Step[]; loss: SequenceLoss } {
    const { cell, readout } = this.model, { size, fresh } = batch;
    if (!fresh) checkContinues(size, state?.cols);
    const trace = unroll(cell, toColumns(batch, cell.inputSize), fresh ? undefined : state);
    return { trace, loss: sequenceLoss(readout, trace, targets(batch)) };
  }
}

/** Returns x_1 … x_T of a batch, each inputSize × B: the given matrices, or class indices as one-hot columns. */
export function toColumns({ steps, size, xs }: Batch, inputSize: number): Matrix[] {
  if (Array.isArray(xs)) return xs;
  const column = (index: number) =>
    index === -1 ? new Matrix(inputSize, 1) : oneHot(index, inputSize);
  return Array.from(
    { length: steps },
    (_, t) => Matrix.blocks([Array.from({ length: size }, (_, b) => column(xs[t * size + b]))]),
  );
}

/** Returns the targets of a batch in the form that `sequenceLoss` takes. */
function targets({ steps, size, targets }: Batch): StepTarget[] {
  if (Array.isArray(targets)) return targets;
  const target = (index: number) => index === -1 ? null : index;
  return Array.from(
    { length: steps },
    (_, t) => Array.from({ length: size }, (_, b) => target(targets[t * size + b])),
  );
}

function copy(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, A]) => [name, A.scale(1)]));
}
