import type { Params } from "../../lib/cells/cell.ts";
import type { Clip } from "../../lib/training/clip.ts";
import type { Batch } from "../../lib/training/engine.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { type Captioner, captionLoss } from "./captioner.ts";
import { classScoresOf, cnnFeatures, type CNNShape } from "../cnn/cnn.ts";
import type { Optimizer } from "../../lib/training/optimizers.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import { FastTape } from "../../lib/fast/tape.ts";
import { TapeTrainer, writeBack } from "../../lib/fast/tape_trainer.ts";
import type { FastValue } from "../../lib/fast/value.ts";

/** How a network of images learns. */
export interface ImageTraining {
  /** What makes a step of a gradient. */
  optimizer: Optimizer;
  /** How a large gradient is cut; not at all unless given. */
  clip?: Clip;
  /** How many images an update sees, a multiple of 4. */
  batch: number;
}

/** A CNN that learns to tell classes apart, in float32; the weights are those of `classifierParams`. */
export class ClassifierTrainer {
  readonly #trainer: TapeTrainer;
  readonly #images: FastValue;
  readonly #labels: Int32Array;
  readonly #values: Record<string, FastValue>;

  /** Records the loss once for a batch of this size; throws RangeError for sizes that don't fit. */
  constructor(
    shape: CNNShape,
    readonly params: Params,
    { optimizer, clip, batch }: ImageTraining,
  ) {
    const tape = new FastTape();
    this.#values = tape.trainable(params);
    this.#images = tape.input(sizeOf(shape.image), batch);
    this.#labels = new Int32Array(batch);
    const loss = classScoresOf(shape, this.#values, this.#images).crossEntropy(this.#labels);
    this.#trainer = new TapeTrainer(tape, loss, optimizer, clip);
  }

  /** One update from images (pixels × batch) and the class of each; gives E in nats. */
  update(images: Matrix, labels: number[]): number {
    this.#images.write(images);
    this.#labels.set(labels);
    return this.#trainer.update();
  }

  /** Writes what was learnt into `params`. */
  writeBack(): void {
    writeBack(this.#values, this.params);
  }
}

/** What learns to caption. */
export interface CaptionTraining extends ImageTraining {
  captioner: Captioner;
  /** The captioner's weights. */
  params: Params;
  /**
   * The CNN that sees the images, and whether the gradient goes on through v into its weights. Without it what `update` is
   * given are features, such as those that come with the datasets of the field.
   */
  eyes?: { shape: CNNShape; params: Params; tunes: boolean };
  /** T, the steps of the longest caption, its end included. */
  steps: number;
}

/** A CNN and a captioner that learn together, or the captioner alone, in float32. */
export class CaptionTrainer {
  readonly #trainer: TapeTrainer;
  readonly #images: FastValue;
  readonly #words: Int32Array[];
  readonly #targets: Int32Array[];
  readonly #learning: Record<string, FastValue>;
  readonly #all: Params;

  /** Records the loss once for a batch of this size; throws RangeError for sizes that don't fit. */
  constructor({ captioner, params, eyes, steps, batch, optimizer, clip }: CaptionTraining) {
    const tape = new FastTape(),
      rows = (): Int32Array[] => Array.from({ length: steps }, () => new Int32Array(batch));
    this.#all = together(eyes?.params ?? {}, params);
    this.#learning = tape.trainable(eyes?.tunes ? this.#all : params);
    const { features } = captioner.sizes;
    this.#images = tape.input(eyes ? sizeOf(eyes.shape.image) : features, batch);
    [this.#words, this.#targets] = [rows(), rows()];
    const captions = { words: this.#words, targets: this.#targets };
    const p = eyes?.tunes ? this.#learning : tape.frozen(eyes?.params ?? {});
    const v = eyes ? cnnFeatures(eyes.shape, p, this.#images) : this.#images;
    const zeros = (rows: number) => tape.input(rows, batch);
    const loss = captionLoss(captioner, this.#learning, v, captions, zeros);
    this.#trainer = new TapeTrainer(tape, loss, optimizer, clip);
  }

  /** How many updates were made. */
  get step(): number {
    return this.#trainer.step;
  }

  /**
   * One update from images (pixels × batch), or features, and a batch of captions, one for each; gives E in nats, the sum
   * over a caption's words. Throws RangeError for a batch of another size or with longer captions.
   */
  update(images: Matrix, { steps, size, xs, targets }: Batch): number {
    const T = this.#words.length, B = this.#images.cols;
    if (size !== B || steps > T) {
      throw new RangeError(
        `Cannot learn from ${size} captions of ${steps} steps: the trainer takes ${B} of up to ${T}`,
      );
    }
    if (Array.isArray(xs) || Array.isArray(targets)) {
      throw new RangeError("Cannot learn captions from numbers: words are classes");
    }
    this.#images.write(images);
    for (let t = 0; t < T; t++) {
      const given = t < steps ? xs.subarray(t * B, (t + 1) * B) : undefined;
      const asked = t < steps ? targets.subarray(t * B, (t + 1) * B) : undefined;
      given ? this.#words[t].set(given) : this.#words[t].fill(-1);
      asked ? this.#targets[t].set(asked) : this.#targets[t].fill(-1);
    }
    return this.#trainer.update();
  }

  /** Writes what was learnt into the weights given. */
  writeBack(): void {
    writeBack(this.#learning, this.#all);
  }
}

/** The weights of a CNN and a captioner in one record; throws RangeError where both have one name. */
function together(cnn: Params, captioner: Params): Params {
  const twice = Object.keys(cnn).find((name) => name in captioner);
  if (twice) throw new RangeError(`Cannot train: the CNN and the captioner both have a ${twice}`);
  return { ...cnn, ...captioner };
}
