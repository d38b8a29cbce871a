import type { Batch, Engine, GradientOptions, Model, Snapshot, Trainer } from "./engine.ts";
import type { Optimizer } from "./optimizers.ts";
import { readableEngine } from "./readable_engine.ts";

/** Options of `fit`, for batches of type B. */
export interface FitOptions<B> {
  /** The number of updates after which to stop, including those of a resumed training. */
  steps: number;
  /** The number of updates between two reports, by default 100. */
  reportEvery?: number;
  /** Receives each report; training waits for it. The model holds the weights of that update. */
  report?: (report: Report) => unknown;
  /** Batches that are never trained on, for `heldOut` of the reports. */
  heldOut?: () => Iterable<B>;
  /** Stops after this number of reports without a lower held-out loss, and restores the best weights. */
  patience?: number;
  /** A snapshot to resume from. */
  resume?: Snapshot;
}

/** Options of `train`. */
export interface TrainOptions extends GradientOptions, FitOptions<Batch> {
  /** The optimizer, such as `adam(0.01)`. */
  optimizer: Optimizer;
  /** The engine that computes, by default the readable one in float64. */
  engine?: Engine;
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
  const { optimizer, engine = readableEngine } = options;
  const trainer = await engine.train(model, optimizer, options);
  try {
    return await new Training(trainer, options, SEQUENCES).run(data);
  } finally {
    trainer.close();
  }
}

/**
 * Trains with any trainer, such as a `TapeTrainer`: the loop of `train`, where a report's loss is the mean over updates.
 * The trainer stays open. Throws as `train` does.
 */
export async function fit<B>(
  trainer: Trainer<B>,
  data: Iterable<B>,
  options: FitOptions<B>,
): Promise<History> {
  checkOptions(options);
  const once = { weight: () => 1, predictions: () => 1, restarted: (batch: B) => batch };
  return await new Training(trainer, options, once).run(data);
}

/** The weight of a batch's loss in a mean, what it is divided by, and the batch without the state before it. */
interface Counting<B> {
  weight(batch: B): number;
  predictions(batch: B): number;
  restarted(batch: B): B;
}

const SEQUENCES: Counting<Batch> = {
  weight: ({ size }) => size,
  predictions,
  restarted: (batch) => ({ ...batch, fresh: true }),
};

/** One run of `train`: what lies between two reports, and the best and the last good weights. */
class Training<B> {
  readonly #reports: Report[] = [];
  #good: Snapshot;
  #best?: Snapshot;
  #lowest = Infinity;
  #worse = 0;
  #sum = 0;
  #predictions = 0;

  constructor(
    readonly trainer: Trainer<B>,
    readonly options: FitOptions<B>,
    readonly counting: Counting<B>,
  ) {
    if (options.resume) trainer.restore(options.resume);
    this.#good = trainer.snapshot();
  }

  async run(data: Iterable<B>): Promise<History> {
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
  #step(batch: B): number {
    const loss = this.#gradients(batch);
    if (!Number.isFinite(loss)) this.#diverge(`the loss is ${loss}`, 1);
    const norm = this.trainer.update();
    if (!Number.isFinite(norm)) this.#diverge(`the gradient's norm is ${norm}`, 0);
    this.#sum += loss * this.counting.weight(batch);
    this.#predictions += this.counting.predictions(batch);
    return norm;
  }

  /** E of a batch. An error is the batch's fault where the last good weights meet it too, otherwise the weights'. */
  #gradients(batch: B): number {
    try {
      return this.trainer.gradients(batch);
    } catch (error) {
      this.trainer.restore(this.#good);
      this.trainer.gradients(this.counting.restarted(batch));
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
    if (heldOut) now.heldOut = this.#meanLoss(heldOut());
    this.#good = trainer.snapshot();
    if (patience !== undefined) this.#compare(now.heldOut!);
    this.#reports.push(now);
    trainer.writeBack();
    await report?.(now);
  }

  /** Returns E per prediction over held-out batches, in nats. */
  #meanLoss(batches: Iterable<B>): number {
    let [sum, count] = [0, 0];
    for (const batch of batches) {
      sum += this.trainer.loss(batch) * this.counting.weight(batch);
      count += this.counting.predictions(batch);
    }
    if (count === 0) {
      throw new RangeError("Cannot measure the held-out loss: no batch asks for anything");
    }
    return sum / count;
  }

  #compare(heldOut: number): void {
    this.#worse = heldOut < this.#lowest ? 0 : this.#worse + 1;
    if (this.#worse > 0) return;
    this.#lowest = heldOut;
    this.#best = this.#good;
  }
}

/** How many predictions a batch asks for. */
function predictions({ steps, size, targets }: Batch): number {
  let count = 0;
  if (Array.isArray(targets)) return size * targets.filter((target) => target !== null).length;
  for (let n = 0; n < steps * size; n++) if (targets[n] !== -1) count++;
  return count;
}

function checkOptions<B>({ steps, reportEvery = 100, patience, heldOut }: FitOptions<B>): void {
  for (const [name, value] of Object.entries({ steps, reportEvery, patience: patience ?? 1 })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`Cannot train with ${name} = ${value}: it is whole and above zero`);
    }
  }
  if (patience !== undefined && !heldOut) {
    throw new RangeError("Cannot stop early: patience needs held-out batches");
  }
}
