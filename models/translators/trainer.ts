import type { Params } from "../../lib/cells/cell.ts";
import type { Clip } from "../../lib/training/clip.ts";
import { translationLoss, type Translations } from "./translator.ts";
import type { Optimizer } from "../../lib/training/optimizers.ts";
import { FastTape } from "../../lib/fast/tape.ts";
import { TapeTrainer, writeBack } from "../../lib/fast/tape_trainer.ts";
import type { FastValue } from "../../lib/fast/value.ts";

/** How a translator learns. */
export interface TranslationTraining {
  /** What makes a step of a gradient. */
  optimizer: Optimizer;
  /** How a large gradient is cut; not at all unless given. */
  clip?: Clip;
  /** How many sentences an update sees, a multiple of 4. */
  batch: number;
  /** The steps of the longest sentence, and of the longest translation with its end. */
  steps: [source: number, target: number];
}

/** An encoder and a decoder that learn together in float32; the weights are those of `translatorParams`. */
export class TranslationTrainer {
  readonly #trainer: TapeTrainer;
  readonly #classes: Translations;
  readonly #values: Record<string, FastValue>;

  /** Records the loss once for a batch of this size; throws RangeError for sizes that don't fit. */
  constructor(readonly params: Params, { optimizer, clip, batch, steps }: TranslationTraining) {
    const tape = new FastTape(), [S, T] = steps;
    const rows = (length: number) => Array.from({ length }, () => new Int32Array(batch));
    this.#values = tape.trainable(params);
    this.#classes = { source: rows(S), words: rows(T), targets: rows(T) };
    const zeros = (rows: number) => tape.input(rows, batch);
    const loss = translationLoss(this.#values, this.#classes, zeros);
    this.#trainer = new TapeTrainer(tape, loss, optimizer, clip);
  }

  /** How many updates were made. */
  get step(): number {
    return this.#trainer.step;
  }

  /**
   * One update; gives E in nats, the sum over a translation's words. Throws RangeError for a batch of another size or with
   * longer sentences.
   */
  update({ source, words, targets }: Translations): number {
    const all = this.#classes, [S, T] = [all.source.length, all.words.length];
    const B = all.source[0].length, size = source[0]?.length ?? 0;
    if (size !== B || source.length > S || words.length > T) {
      throw new RangeError(
        `Cannot learn from ${size} sentences of ${source.length} and ${words.length} steps: ` +
          `the trainer takes ${B} of up to ${S} and ${T}`,
      );
    }
    const early = S - source.length; // a shorter sentence begins later
    all.source.forEach((row, t) => t < early ? row.fill(-1) : row.set(source[t - early]));
    all.words.forEach((row, t) => words[t] ? row.set(words[t]) : row.fill(-1));
    all.targets.forEach((row, t) => targets[t] ? row.set(targets[t]) : row.fill(-1));
    return this.#trainer.update();
  }

  /** Writes what was learnt into `params`. */
  writeBack(): void {
    writeBack(this.#values, this.params);
  }
}
