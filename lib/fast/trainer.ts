import type { Params } from "../cells/cell.ts";
import { checkClip } from "../training/clip.ts";
import { type Batch, checkModel, type Model, paramsOf } from "../training/engine.ts";
import type { GradientOptions, Snapshot, Trainer } from "../training/engine.ts";
import { checkRegularizer } from "../training/regularizer.ts";
import type { Optimizer } from "../training/optimizers.ts";
import { checkSnapshot, snapshotOrigin } from "../training/snapshot.ts";
import { checkBatch, fillShard } from "./batch.ts";
import { checkOverflow, checkRecords, checkWeights } from "./float32.ts";
import { cellKind, type Layout, makeLayout, pack, unpack } from "./layout.ts";
import { type Address, Memory } from "./memory.ts";
import { applyOptimizer } from "./optimizer.ts";
import { StateCache } from "./state_cache.ts";
import { splitBatch } from "./split.ts";
import { makeTask, type Task, type Threads, WorkerPool } from "./worker_pool.ts";

/** Hardware that an engine uses: the number of threads, and whether OpenBLAS multiplies. */
export interface Backend extends Threads {
  blas: boolean;
}

// Score of the padding behind the V classes: so low that softmax gives it probability 0, and no gradient changes it.
const PADDING_SCORE = -1e30;

/** Model in training in float32: weights, gradients and all time steps in one linear memory. */
export class FastTrainer implements Trainer {
  readonly #layout: Layout;
  readonly #memory = new Memory();
  readonly #weights: Address;
  readonly #optimizerState: Address[];
  readonly #pool: WorkerPool;
  readonly #tasks = new Map<string, Task[]>();
  readonly #trainingState: StateCache;
  readonly #evaluationState: StateCache;
  #last?: Task[];
  #step = 0;

  constructor(
    readonly model: Model,
    readonly optimizer: Optimizer,
    readonly options: GradientOptions,
    readonly backend: Backend,
  ) {
    checkModel(model);
    checkClip(options.clip);
    checkRegularizer(model.cell, options.regularizer);
    checkWeights(paramsOf(model));
    const { cell, readout } = model, { inputSize: D, hiddenSize: H } = cell;
    this.#layout = makeLayout({ kind: cellKind(cell), D, H, V: readout.outputSize });
    this.#weights = this.#memory.alloc(this.#layout.size);
    this.#optimizerState = Array.from(
      { length: optimizer.stateCount },
      () => this.#memory.alloc(this.#layout.size),
    );
    this.#pool = new WorkerPool(this.#memory, backend);
    this.#trainingState = new StateCache(this.#memory, this.#layout);
    this.#evaluationState = new StateCache(this.#memory, this.#layout);
    this.#packWeights(paramsOf(model));
  }

  get step(): number {
    return this.#step;
  }

  gradients(batch: Batch): number {
    this.#last = undefined;
    const tasks = this.#prepare(batch, this.#trainingState);
    const loss = this.#pool.run(tasks, true);
    this.#trainingState.store(tasks, batch.steps);
    const { addTo } = this.#memory.kernels;
    const [sum, ...others] = tasks.map(({ shard }) => shard.gradients);
    for (const more of others) addTo(sum, more, this.#layout.size);
    this.#last = tasks;
    return loss;
  }

  update(): number {
    const gradients = this.#gradients(), { size } = this.#layout, { kernels } = this.#memory;
    const norm = Math.sqrt(kernels.sumSquares(gradients, size));
    this.#step++;
    const optimizerState = this.#optimizerState;
    const buffers = { weights: this.#weights, gradients, optimizerState, size };
    applyOptimizer(kernels, this.optimizer, this.#step, this.options.clip, norm, buffers);
    return norm;
  }

  loss(batch: Batch): number {
    const tasks = this.#prepare(batch, this.#evaluationState);
    const loss = this.#pool.run(tasks, false);
    this.#evaluationState.store(tasks, batch.steps);
    return loss;
  }

  readGradients(): Params {
    return this.#unpack(this.#gradients());
  }

  writeBack(): void {
    this.#unpack(this.#weights, paramsOf(this.model));
  }

  snapshot(): Snapshot {
    const state = this.#trainingState.read();
    return {
      step: this.#step,
      ...snapshotOrigin({ optimizer: this.optimizer, cell: this.model.cell }),
      params: this.#unpack(this.#weights),
      optimizerState: this.#optimizerState.map((at) => this.#unpack(at)),
      ...(state && { state }),
    };
  }

  restore(snapshot: Snapshot): void {
    const { model, optimizer } = this, { params, optimizerState, state } = snapshot;
    checkSnapshot({ params: paramsOf(model), optimizer, cell: model.cell }, snapshot);
    checkRecords(params, optimizerState);
    if (state) checkOverflow(state, "the recurrent state");
    this.#packWeights(params);
    optimizerState.forEach((record, n) =>
      pack(this.#layout, record, this.#view(this.#optimizerState[n]))
    );
    this.#trainingState.write(state);
    this.#step = snapshot.step;
  }

  close(): void {
    this.#pool.close();
  }

  #gradients(): Address {
    if (!this.#last) throw new Error("Cannot use gradients: call gradients() with a batch first");
    return this.#last[0].shard.gradients;
  }

  /** Checks a batch and copies it, with the state it starts from, into the tasks for its shape. */
  #prepare(batch: Batch, state: StateCache): Task[] {
    checkBatch(batch, this.#layout);
    if (!batch.fresh) state.checkSize(batch.size);
    const tasks = this.#tasksFor(batch);
    for (const task of tasks) fillShard(this.#memory, this.#layout, task, batch);
    state.load(tasks, batch.size, batch.fresh);
    return tasks;
  }

  /** Returns the tasks for a batch's shape and kind, the same ones for every such batch. */
  #tasksFor({ steps: T, size: B, xs, targets }: Batch): Task[] {
    const dense = Array.isArray(xs), regression = Array.isArray(targets);
    const key = `${T}×${B}${dense}${regression}`, known = this.#tasks.get(key);
    if (known) return known;
    const { blas } = this.backend, { regularizer = 0 } = this.options;
    const kind = { dense, regression, regularizer, blas };
    const plan = { ...kind, layout: this.#layout, weights: this.#weights, scale: 1 / B };
    const runs = regularizer > 0 ? [{ first: 0, count: B }] : splitBatch(B, blas); // Ω is a mean over the batch
    const tasks = runs.map((run) => makeTask(this.#memory, run, T, plan));
    this.#tasks.set(key, tasks);
    return tasks;
  }

  #view(at: Address): Float32Array {
    return this.#memory.view(at, this.#layout.size);
  }

  #packWeights(params: Params): void {
    const { by, V, v } = this.#layout, weights = this.#view(this.#weights);
    pack(this.#layout, params, weights);
    weights.fill(PADDING_SCORE, by + V, by + v);
  }

  #unpack(at: Address, into?: Params): Params {
    return unpack(this.#layout, this.#view(at), into);
  }
}
