import type { Params } from "../../lib/cells/cell.ts";
import type { Clip } from "../../lib/training/clip.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { DEFAULT_PLAN, glimpseLoss, type GlimpsePlan, unrollGlimpses } from "./loss.ts";
import { locationNoise, locationSigma, stripInputs, uniformLocations } from "./reading.ts";
import { stopGradient } from "./reinforce.ts";
import type { Optimizer } from "../../lib/training/optimizers.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import type { Random } from "../../lib/random.ts";
import { type Strip, STRIP_SHAPE, stripTargets } from "../../datasets/scenes/strip.ts";
import { FastTape } from "../../lib/fast/tape.ts";
import { TapeTrainer, writeBack } from "../../lib/fast/tape_trainer.ts";
import type { FastValue } from "../../lib/fast/value.ts";

/** How a reader of strips learns. */
export interface GlimpseTraining {
  optimizer: Optimizer;
  clip?: Clip;
  /** How many strips an update sees, a multiple of 4. */
  batch: number;
  /** Whether the eye goes where the network asks, and learns to, or anywhere. */
  eye: "learned" | "random";
  /** How much the policy's loss counts, 0.1 unless said. */
  weight?: number;
  /** Two glimpses for each of four answers unless given. */
  plan?: GlimpsePlan;
}

/** What an update came to. */
export interface GlimpseUpdate {
  /** Σ −log ŷ of a strip's answers, in nats, the mean over the batch. */
  loss: number;
  /** Σ (R − b)² of a strip's glimpses: what the baseline doesn't foresee. */
  unforeseen: number;
}

/** A reader of strips that learns by gradients what it sees and by REINFORCE where to look, in float32; see `glimpseParams`. */
export class GlimpseTrainer {
  readonly #trainer: TapeTrainer;
  readonly #values: Record<string, FastValue>;
  readonly #shown: Record<"images" | "context", FastValue>;
  readonly #chance: FastValue[];
  readonly #spread: FastValue;
  readonly #targets: Int32Array[];
  readonly #draw: (spread: Matrix, random: Random) => Matrix;
  readonly #parts: Record<"answers" | "baseline", FastValue>;

  /** Records the loss once for a batch of this size; throws RangeError for sizes that don't fit. */
  constructor(
    readonly params: Params,
    { optimizer, clip, batch, eye, weight = 0.1, plan = DEFAULT_PLAN }: GlimpseTraining,
  ) {
    const tape = new FastTape(), zeros = (rows: number) => tape.input(rows, batch);
    this.#values = tape.trainable(params);
    this.#shown = { images: zeros(sizeOf(STRIP_SHAPE)), context: zeros(sizeOf(STRIP_SHAPE) / 4) };
    this.#chance = Array.from({ length: plan.glimpses * plan.answers }, () => zeros(2));
    this.#spread = zeros(2);
    this.#targets = Array.from({ length: plan.answers }, () => new Int32Array(batch));
    const learned = (mean: FastValue, n: number) => mean.apply(stopGradient).add(this.#chance[n]);
    const policy = eye === "learned" ? learned : (_: FastValue, n: number) => this.#chance[n];
    const reading = unrollGlimpses(this.#values, this.#shown, policy, zeros, plan);
    const { answers, baseline, policy: moved } = glimpseLoss(reading, this.#targets, this.#spread);
    this.#parts = { answers, baseline };
    const both = answers.add(baseline);
    const E = eye === "learned" ? both.add(moved.scale(weight)) : both;
    this.#trainer = new TapeTrainer(tape, E, optimizer, clip);
    this.#draw = (spread, random) =>
      eye === "random" ? uniformLocations(batch, random) : locationNoise(spread, random);
  }

  /** How many updates were made. */
  get step(): number {
    return this.#trainer.step;
  }

  /** One update; σ, the spread of the locations, is in pixels. Throws RangeError for a batch of another size. */
  update(strips: Strip[], sigma: number, random: Random): GlimpseUpdate {
    const B = this.#spread.cols, spread = locationSigma(sigma, B);
    if (strips.length !== B) {
      throw new RangeError(`Cannot learn from ${strips.length} strips: the trainer takes ${B}`);
    }
    const { images, context } = stripInputs(strips);
    this.#shown.images.write(images);
    this.#shown.context.write(context);
    this.#spread.write(spread);
    for (const input of this.#chance) input.write(this.#draw(spread, random));
    stripTargets(strips, this.#targets.length).forEach((row, k) => this.#targets[k].set(row));
    this.#trainer.update();
    const { answers, baseline } = this.#parts;
    return { loss: answers.read().at(0), unforeseen: baseline.read().at(0) };
  }

  /** Writes what was learnt into `params`. */
  writeBack(): void {
    writeBack(this.#values, this.params);
  }
}
