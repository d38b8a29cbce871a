import type { Batch, Engine, GradientOptions, Model, Snapshot, Trainer } from "./engine.ts";
import type { Optimizer } from "./optimizers.ts";
import { readableEngine } from "./readable_engine.ts";

/** How to train. */
export interface TrainOptions extends GradientOptions {
  /** What makes a step of a gradient, such as `adam(0.01)`. */
  optimizer: Optimizer;
  /** What computes; the readable float64 path unless given. */
  engine?: Engine;
  /** The number of updates after which to stop, those of a resumed training included. */
  steps: number;
  /** How many updates lie between two reports; 100 unless given. */
  reportEvery?: number;
  /** Receives each report, while the model holds the weights of that step; training waits for it. */
  report?: (report: Report) => unknown;
  /** Batches that are never trained on, for `heldOut` of the reports. */
  heldOut?: () => Iterable<Batch>;
  /** Stops after so many reports without a lower held-out loss, and keeps the best weights. */
  patience?: number;
  /** Where to go on from. */
  resume?: Snapshot;
}

/** How training stands, every `reportEvery` steps. Losses are in nats for each prediction asked for. */
export interface Report {
  /** How many updates were made. */
  step: number;
  /** The mean loss since the report before. */
  loss: number;
  /** ‖∂E/∂params‖ of the last step, before clipping. */
  norm: number;
  /** The mean loss on the held-out batches, where there are any. */
  heldOut?: number;
}

/** What a training leaves. */
export interface History {
  /** Every report, in order. */
  reports: Report[];
  /** Why it stopped: all steps made, no more data, or no better on the held-out batches. */
  stopped: "steps" | "data" | "patience";
  /** What `resume` takes to go on with the same bits. */
  snapshot: Snapshot;
}

/** Training met a loss or a gradient that isn't finite; the model has the last good weights. */
export class DivergenceError extends Error {
  override readonly name = "Diverged";

  /** What went wrong at which step, and the last good weights. */
  constructor(what: string, readonly step: number, readonly snapshot: Snapshot) {
    super(`Cannot go on: ${what} at step ${step}; the weights are those of step ${snapshot.step}`);
  }
}

/**
 * Trains a model on batches: E and ∂E/∂params of each, clipped, one step of the optimizer. The model's weights are
 * written at each report and at the end, so that an interrupted training leaves a usable model. Throws RangeError for
 * options that can't be used, and Diverged where a loss or a gradient isn't finite.
 */
export async function train(
  model: Model,
  data: Iterable<Batch>,
  options: TrainOptions,
): Promise<History> {
  checkOptions(options);
  const { optimizer, engine = readableEngine, resume } = options;
  const trainer = await engine.train(model, optimizer, options);
  try {
    if (resume) trainer.restore(resume);
    return await new Training(trainer, options).run(data);
  } finally {
    trainer.close();
  }
}

/** One run of `train`: what lies between two reports, and the best and the last good weights. */
class Training {
  readonly #reports: Report[] = [];
  #good: Snapshot;
  #best?: Snapshot;
  #lowest = Infinity;
  #worse = 0;
  #sum = 0;
  #predictions = 0;

  constructor(readonly trainer: Trainer, readonly options: TrainOptions) {
    this.#good = trainer.snapshot();
  }

  async run(data: Iterable<Batch>): Promise<History> {
    const { trainer, options: { steps, reportEvery = 100, patience = Infinity } } = this;
    let stopped: History["stopped"] = trainer.step >= steps ? "steps" : "data";
    for (const batch of stopped === "steps" ? [] : data) {
      const norm = this.#step(batch);
      const last = trainer.step >= steps;
      if (last || trainer.step % reportEvery === 0) await this.#report(norm);
      if (last) stopped = "steps";
      if (this.#worse >= patience) stopped = "patience";
      if (last || this.#worse >= patience) break;
    }
    if (this.#best) trainer.restore(this.#best);
    trainer.writeBack();
    return { reports: this.#reports, stopped, snapshot: trainer.snapshot() };
  }

  /** One update; gives ‖∂E/∂params‖. */
  #step(batch: Batch): number {
    const loss = this.#gradients(batch);
    if (!Number.isFinite(loss)) this.#diverge(`the loss is ${loss}`, 1);
    const norm = this.trainer.update();
    if (!Number.isFinite(norm)) this.#diverge(`the gradient's norm is ${norm}`, 0);
    this.#sum += loss * batch.size;
    this.#predictions += predictions(batch);
    return norm;
  }

  /** E of a batch. An error is the batch's fault where the last good weights meet it too, otherwise the weights'. */
  #gradients(batch: Batch): number {
    try {
      return this.trainer.gradients(batch);
    } catch (error) {
      this.trainer.restore(this.#good);
      this.trainer.gradients({ ...batch, fresh: true });
      this.#diverge((error as Error).message, 1);
    }
  }

  #diverge(what: string, ahead: number): never {
    const step = this.trainer.step + ahead;
    this.trainer.restore(this.#good);
    this.trainer.writeBack();
    throw new DivergenceError(what, step, this.#good);
  }

  async #report(norm: number): Promise<void> {
    const { trainer, options: { heldOut, report, patience } } = this;
    if (this.#predictions === 0) {
      throw new RangeError("Cannot report the loss: no batch asks for anything");
    }
    const loss = this.#sum / this.#predictions;
    [this.#sum, this.#predictions] = [0, 0];
    const now: Report = { step: trainer.step, loss, norm };
    if (heldOut) now.heldOut = meanLoss(trainer, heldOut());
    this.#good = trainer.snapshot();
    if (patience !== undefined) this.#compare(now.heldOut!);
    this.#reports.push(now);
    trainer.writeBack();
    await report?.(now);
  }

  #compare(heldOut: number): void {
    this.#worse = heldOut < this.#lowest ? 0 : this.#worse + 1;
    if (this.#worse > 0) return;
    this.#lowest = heldOut;
    this.#best = this.#good;
  }
}

/** E for each prediction over some batches, in nats. */
function meanLoss(trainer: Trainer, batches: Iterable<Batch>): number {
  let [sum, count] = [0, 0];
  for (const batch of batches) {
    sum += trainer.loss(batch) * batch.size;
    count += predictions(batch);
  }
  if (count === 0) {
    throw new RangeError("Cannot measure the held-out loss: no batch asks for anything");
  }
  return sum / count;
}

/** How many predictions a batch asks for. */
function predictions({ steps, size, targets }: Batch): number {
  let count = 0;
  if (Array.isArray(targets)) return size * targets.filter((target) => target !== null).length;
  for (let n = 0; n < steps * size; n++) if (targets[n] !== -1) count++;
  return count;
}

function checkOptions({ steps, reportEvery = 100, patience, heldOut }: TrainOptions): void {
  for (const [name, value] of Object.entries({ steps, reportEvery, patience: patience ?? 1 })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`Cannot train with ${name} = ${value}: it is whole and above zero`);
    }
  }
  if (patience !== undefined && !heldOut) {
    throw new RangeError("Cannot stop early: patience needs held-out batches");
  }
}
