import type { Params } from "../cells/cell.ts";
import { checkClip } from "../training/clip.ts";
import { type Batch, checkSnapshot, type Model, paramsOf } from "../training/engine.ts";
import type { Restraints, Snapshot, Trainer } from "../training/engine.ts";
import { checkRegularizer } from "../training/regularizer.ts";
import type { Optimizer } from "../training/optimizers.ts";
import { checkBatch, fillPart } from "./batch.ts";
import { Carry } from "./state_cache.ts";
import { draw, kindOf, type Layout, layoutOf, pour } from "./layout.ts";
import { type Address, Memory } from "./memory.ts";
import { applyRule } from "./optimizer.ts";
import { type Task, Team } from "./worker_pool.ts";

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
  readonly #slots: Address[];
  readonly #team: Team;
  readonly #tasks = new Map<string, Task[]>();
  readonly #train: Carry;
  readonly #evaluate: Carry;
  #last?: Task[];
  #step = 0;

  constructor(
    readonly model: Model,
    readonly optimizer: Optimizer,
    readonly restraints: Restraints,
    readonly paths: Paths,
  ) {
    checkClip(restraints.clip);
    checkRegularizer(model.cell, restraints.regularizer);
    const { cell, readout } = model;
    const { inputSize: D, hiddenSize: H } = cell, V = readout.outputSize;
    this.#layout = layoutOf({ kind: kindOf(cell), D, H, V });
    this.#weights = this.#memory.alloc(this.#layout.size);
    this.#slots = Array.from(
      { length: optimizer.slots },
      () => this.#memory.alloc(this.#layout.size),
    );
    this.#team = new Team(this.#memory, restraints.regularizer ? 1 : paths.threads); // Ω is a mean over all
    this.#train = new Carry(this.#memory, this.#layout);
    this.#evaluate = new Carry(this.#memory, this.#layout);
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
    const place = { weights: this.#weights, gradients, slots: this.#slots, size };
    applyRule(this.#memory.kernels, this.optimizer, this.#step, this.restraints.clip, norm, place);
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
    const slots = this.#slots.map((slot) => this.#draw(slot));
    const state = this.#train.read();
    return { step: this.#step, params: this.#draw(this.#weights), slots, ...(state && { state }) };
  }

  restore({ step, params, slots, state }: Snapshot): void {
    checkSnapshot(this.model, this.optimizer, { step, params, slots, state });
    this.#pour(params);
    slots.forEach((slot, n) => pour(this.#layout, slot, this.#view(this.#slots[n])));
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

  #prepare(batch: Batch, carry: Carry): Task[] {
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
    for (const task of tasks) fillPart(this.#memory, this.#layout, task, batch);
    carry.begin(tasks, B, batch.fresh);
    return tasks;
  }

  #view(at: Address): Float32Array {
    return this.#memory.view(at, this.#layout.size);
  }

  #pour(params: Params): void {
    const { by, V, v } = this.#layout, weights = this.#view(this.#weights);
    pour(this.#layout, params, weights);
    weights.fill(NEVER, by + V, by + v);
  }

  #draw(at: Address, into?: Params): Params {
    return draw(this.#layout, this.#view(at), into);
  }
}
