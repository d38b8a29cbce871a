import type { Params } from "../cells/cell.ts";
import { checkClip } from "../training/clip.ts";
import { type Batch, checkSnapshot, type Model, paramsOf } from "../training/engine.ts";
import type { GradientOptions, Snapshot, Trainer } from "../training/engine.ts";
import { checkRegularizer } from "../training/regularizer.ts";
import type { Optimizer } from "../training/optimizers.ts";
import { checkBatch, fillShard } from "./batch.ts";
import { StateCache } from "./state_cache.ts";
import { cellKind, type Layout, makeLayout, pack, unpack } from "./layout.ts";
import { type Address, Memory } from "./memory.ts";
import { applyOptimizer } from "./optimizer.ts";
import { type Task, WorkerPool } from "./worker_pool.ts";

/** Which of the fast paths a trainer may take. */
export interface Paths {
  threads: number;
  blas: boolean;
}

// A score that no e^ can raise: what the padding of the classes starts with, and keeps.
const NEVER = -1e30;

/** A model in training in float32: weights, gradients and all steps in one linear memory. */
export class FastTrainer implements Trainer {
  readonly #layout: Layout;
  readonly #memory = new Memory();
  readonly #weights: Address;
  readonly #optimizerState: Address[];
  readonly #team: WorkerPool;
  readonly #tasks = new Map<string, Task[]>();
  readonly #train: StateCache;
  readonly #evaluate: StateCache;
  #last?: Task[];
  #step = 0;

  constructor(
    readonly model: Model,
    readonly optimizer: Optimizer,
    readonly restraints: GradientOptions,
    readonly paths: Paths,
  ) {
    checkClip(restraints.clip);
    checkRegularizer(model.cell, restraints.regularizer);
    const { cell, readout } = model;
    const { inputSize: D, hiddenSize: H } = cell, V = readout.outputSize;
    this.#layout = makeLayout({ kind: cellKind(cell), D, H, V });
    this.#weights = this.#memory.alloc(this.#layout.size);
    this.#optimizerState = Array.from(
      { length: optimizer.stateCount },
      () => this.#memory.alloc(this.#layout.size),
    );
    this.#team = new WorkerPool(this.#memory, restraints.regularizer ? 1 : paths.threads); // Ω is a mean over all
    this.#train = new StateCache(this.#memory, this.#layout);
    this.#evaluate = new StateCache(this.#memory, this.#layout);
    this.#pour(paramsOf(model));
  }

  get step(): number {
    return this.#step;
  }

  gradients(batch: Batch): number {
    this.#last = undefined;
    const tasks = this.#prepare(batch, this.#train);
    const loss = this.#team.run(tasks, true);
    this.#train.keep(tasks, batch.steps);
    const { addTo } = this.#memory.kernels;
    const [sum, ...others] = tasks.map(({ part }) => part.gradients);
    for (const more of others) addTo(sum, more, this.#layout.size);
    this.#last = tasks;
    return loss;
  }

  update(): number {
    const gradients = this.#gradients(), { size } = this.#layout;
    const norm = Math.sqrt(this.#memory.kernels.sumSquares(gradients, size));
    this.#step++;
    const place = { weights: this.#weights, gradients, optimizerState: this.#optimizerState, size };
    applyOptimizer(
      this.#memory.kernels,
      this.optimizer,
      this.#step,
      this.restraints.clip,
      norm,
      place,
    );
    return norm;
  }

  loss(batch: Batch): number {
    const tasks = this.#prepare(batch, this.#evaluate);
    const loss = this.#team.run(tasks, false);
    this.#evaluate.keep(tasks, batch.steps);
    return loss;
  }

  readGradients(): Params {
    return this.#draw(this.#gradients());
  }

  writeBack(): void {
    this.#draw(this.#weights, paramsOf(this.model));
  }

  snapshot(): Snapshot {
    const optimizerState = this.#optimizerState.map((slot) => this.#draw(slot));
    const state = this.#train.read();
    return {
      step: this.#step,
      params: this.#draw(this.#weights),
      optimizerState,
      ...(state && { state }),
    };
  }

  restore({ step, params, optimizerState, state }: Snapshot): void {
    const { model, optimizer } = this, given = { step, params, optimizerState, state };
    checkSnapshot(paramsOf(model), optimizer, given, model.cell.stateSize);
    this.#pour(params);
    optimizerState.forEach((slot, n) =>
      pack(this.#layout, slot, this.#view(this.#optimizerState[n]))
    );
    this.#train.write(state);
    this.#step = step;
  }

  close(): void {
    this.#team.close();
  }

  #gradients(): Address {
    if (!this.#last) throw new Error("Cannot use gradients: call gradients() with a batch first");
    return this.#last[0].part.gradients;
  }

  #prepare(batch: Batch, carry: StateCache): Task[] {
    const { steps: T, size: B } = batch;
    const dense = Array.isArray(batch.xs), values = Array.isArray(batch.targets);
    checkBatch(batch, this.#layout);
    if (!batch.fresh) carry.checkSize(B);
    const key = `${T}×${B}${dense}${values}`;
    let tasks = this.#tasks.get(key);
    if (!tasks) {
      const { blas } = this.paths, layout = this.#layout;
      const regularizer = this.restraints.regularizer ?? 0;
      const how = { dense, values, regularizer, blas };
      const plan = { layout, ...how, weights: this.#weights, scale: 1 / B };
      tasks = this.#team.split(B, plan, T);
      this.#tasks.set(key, tasks);
    }
    for (const task of tasks) fillShard(this.#memory, this.#layout, task, batch);
    carry.begin(tasks, B, batch.fresh);
    return tasks;
  }

  #view(at: Address): Float32Array {
    return this.#memory.view(at, this.#layout.size);
  }

  #pour(params: Params): void {
    const { by, V, v } = this.#layout, weights = this.#view(this.#weights);
    pack(this.#layout, params, weights);
    weights.fill(NEVER, by + V, by + v);
  }

  #draw(at: Address, into?: Params): Params {
    return unpack(this.#layout, this.#view(at), into);
  }
}
