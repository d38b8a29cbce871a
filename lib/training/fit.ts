import { checkFinite, checkIntegers } from "../checks.ts";
import type { Snapshot, Trainer } from "./engine.ts";
import { checkOrigin } from "./origin.ts";

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
  /** A snapshot to resume from; it must have the same optimizer, cell, shapes and vocabulary. */
  resume?: Snapshot;
  /**
   * The tokens by class, such as `vocabulary.characters`; snapshots contain them, and `resume` must have the same ones.
   */
  vocabulary?: readonly string[];
}

/** Progress of training, every `reportEvery` steps. Losses are in nats per prediction. */
export interface Report {
  /** The number of updates so far. */
  step: number;
  /** The mean loss since the previous report. */
  loss: number;
  /** ‖∂E/∂params‖ of the last step, before clipping. */
  norm: number;
  /** The mean loss on the held-out batches, if there are any. */
  heldOut?: number;
}

/** The result of `train` or `fit`. */
export interface History {
  /** All reports, in order. */
  reports: Report[];
  /** The reason for stopping: all steps done, no data left, or no improvement on the held-out batches. */
  stopped: "steps" | "data" | "patience";
  /** The value for `resume` that continues with the same bits. */
  snapshot: Snapshot;
}

/** Error thrown when a loss or gradient isn't finite; the model then has the weights of the last report. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";

  /** Creates the error from its cause, the step where it occurred and the last good snapshot. */
  constructor(cause: string, readonly step: number, readonly snapshot: Snapshot) {
    super(
      `Cannot continue training: ${cause} at step ${step}; the weights are those of step ${snapshot.step}`,
    );
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
  const once = { weight: () => 1, predictions: () => 1, restarted: (batch: B) => batch };
  return await new Training(trainer, options, once).run(data);
}

/** The weight of a batch's loss in a mean, what it is divided by, and the batch without the state before it. */
export interface Counting<B> {
  weight(batch: B): number;
  predictions(batch: B): number;
  restarted(batch: B): B;
}

/** One run of `train` or `fit`: its running loss, its reports, and the best and the last good weights. */
export class Training<B> {
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
    checkOptions(options);
    if (options.resume) {
      checkOrigin("Cannot restore", "snapshot", options.resume, { vocabulary: options.vocabulary });
      trainer.restore(options.resume);
    }
    this.#good = this.#snapshot();
    for (const [name, W] of Object.entries(this.#good.params)) {
      checkFinite(W, `Cannot train: ${name}`);
    }
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
    return { reports: this.#reports, stopped, snapshot: this.#snapshot() };
  }

  #snapshot(): Snapshot {
    const { trainer, options: { resume, vocabulary = resume?.vocabulary } } = this;
    return { ...trainer.snapshot(), ...(vocabulary && { vocabulary }) };
  }

  /** Makes one update; returns ‖∂E/∂params‖. */
  #step(batch: B): number {
    const step = this.trainer.step + 1, loss = this.#gradients(batch);
    if (!Number.isFinite(loss)) this.#diverge(`the loss is ${loss}`, step);
    const norm = this.trainer.update();
    if (!Number.isFinite(norm)) this.#diverge(`the gradient's norm is ${norm}`, step);
    this.#sum += loss * this.counting.weight(batch);
    this.#predictions += this.counting.predictions(batch);
    return norm;
  }

  /**
   * Returns E of a batch. If the last good weights fail on it too, the batch is invalid; otherwise training diverged.
   */
  #gradients(batch: B): number {
    const step = this.trainer.step + 1;
    try {
      return this.trainer.gradients(batch);
    } catch (error) {
      this.trainer.restore(this.#good);
      this.trainer.gradients(this.counting.restarted(batch));
      this.#diverge((error as Error).message, step);
    }
  }

  #diverge(cause: string, step: number): never {
    this.trainer.restore(this.#good);
    this.trainer.writeBack();
    throw new DivergenceError(cause, step, this.#good);
  }

  async #report(norm: number): Promise<void> {
    const { trainer, options: { heldOut, report, patience } } = this;
    if (this.#predictions === 0) {
      throw new RangeError("Cannot report the loss: no batch has a target");
    }
    const loss = this.#sum / this.#predictions, good = this.#snapshot();
    this.#checkFinite(good);
    [this.#sum, this.#predictions] = [0, 0];
    const now: Report = { step: trainer.step, loss, norm };
    if (heldOut) now.heldOut = this.#meanLoss(heldOut());
    this.#good = good;
    if (patience !== undefined) this.#compare(now.heldOut!);
    this.#reports.push(now);
    trainer.writeBack();
    await report?.(now);
  }

  /**
   * Stops training if the last update made a weight or the recurrent state infinite or NaN, so that neither is kept as
   * good.
   */
  #checkFinite({ step, params, state }: Snapshot): void {
    const matrices = Object.entries({ ...params, ...(state && { "the recurrent state": state }) });
    for (const [name, { data }] of matrices) {
      const bad = data.find((value) => !Number.isFinite(value));
      if (bad !== undefined) this.#diverge(`${name} holds ${bad}`, step);
    }
  }

  /** Returns E per prediction over held-out batches, in nats. */
  #meanLoss(batches: Iterable<B>): number {
    let [sum, count] = [0, 0];
    for (const batch of batches) {
      sum += this.trainer.loss(batch) * this.counting.weight(batch);
      count += this.counting.predictions(batch);
    }
    if (count === 0) {
      throw new RangeError("Cannot measure the held-out loss: no batch has a target");
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

/** Throws RangeError if an option of `train` or `fit` is invalid. */
export function checkOptions<B>(
  { steps, reportEvery = 100, patience, heldOut }: FitOptions<B>,
): void {
  checkIntegers("Cannot train", { steps, reportEvery, patience: patience ?? 1 });
  if (patience !== undefined && !heldOut) {
    throw new RangeError("Cannot stop early: patience needs held-out batches");
  }
}
