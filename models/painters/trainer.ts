import type { Params } from "../../lib/cells/cell.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { checkInputs, type GenerativeModel } from "./painter.ts";
import type { ImageTraining } from "../captioners/trainer.ts";
import { FastTape } from "../../lib/fast/tape.ts";
import { TapeTrainer, writeBack } from "../../lib/fast/tape_trainer.ts";
import type { FastValue } from "../../lib/fast/value.ts";

/** A painter that learns in float32, from images and noise; the weights are those of its `params`. */
export class PaintTrainer {
  readonly #trainer: TapeTrainer;
  readonly #images: FastValue;
  readonly #noise: FastValue[];
  readonly #bounds: FastValue;
  readonly #values: Record<string, FastValue>;

  /** Records the loss once for a batch of this size; throws RangeError for sizes that don't fit. */
  constructor(
    readonly painter: GenerativeModel,
    readonly params: Params,
    { optimizer, clip, batch }: ImageTraining,
  ) {
    const tape = new FastTape(), { pixels, latent, steps } = painter;
    this.#values = tape.trainable(params);
    this.#images = tape.input(pixels, batch);
    this.#noise = Array.from({ length: steps }, () => tape.input(latent, batch));
    const zeros = (rows: number) => tape.input(rows, batch);
    this.#bounds = painter.negativeELBO(this.#values, this.#images, this.#noise, zeros);
    const loss = this.#bounds.sum().scale(1 / batch);
    this.#trainer = new TapeTrainer(tape, loss, optimizer, clip);
  }

  /** How many updates were made. */
  get step(): number {
    return this.#trainer.step;
  }

  /**
   * One update from images (pixels × batch) and noise, Z×batch for each step; gives the mean bound in nats an image. Throws
   * RangeError as `checkPainted`, and for a batch of another size.
   */
  update(images: Matrix, noise: Matrix[]): number {
    this.#write(images, noise);
    return this.#trainer.update();
  }

  /** The bound of each image in nats, 1×batch, with the weights as they are now; throws RangeError as `update`. */
  bounds(images: Matrix, noise: Matrix[]): Matrix {
    this.#write(images, noise);
    this.#trainer.tape.run();
    return this.#bounds.read();
  }

  /** Writes what was learnt into `params`. */
  writeBack(): void {
    writeBack(this.#values, this.params);
  }

  #write(images: Matrix, noise: Matrix[]): void {
    checkInputs(this.painter, images, noise);
    this.#images.write(images);
    noise.forEach((e, t) => this.#noise[t].write(e));
  }
}
