import { checkIntegers } from "../../lib/checks.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import type { Params } from "../../lib/cells/cell.ts";
import type { Objective } from "../../lib/fast/tape_trainer.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Batch } from "../../lib/training/engine.ts";
import { cnnFeatures, type CNNShape } from "../cnn/cnn.ts";
import { type Captioner, captionLoss, captionSteps } from "./captioner.ts";

/** A batch of images, or of features without a CNN, with one caption for each. */
export interface CaptionedImages {
  /** Pixels × batch, or features × batch. */
  images: Matrix;
  /** Classes of words, such as `tokenBatch` returns. */
  captions: Batch;
}

/** Options of `captionObjective`. */
export interface CaptionObjectiveOptions {
  /** T, the time steps of the longest caption, including its end token. */
  steps: number;
  /** The CNN that computes v. Without `frozen`, its weights are trained too: they are among those of the trainer. */
  cnn?: { shape: CNNShape; frozen?: Params };
}

/**
 * Returns the loss of a captioner, in nats per caption, for `TapeTrainer`. Without a CNN its inputs are precomputed features.
 * Throws RangeError unless T is a positive integer; loading throws RangeError for captions longer than T and for inputs that aren't classes.
 */
export function captionObjective(
  captioner: Captioner,
  { steps, cnn }: CaptionObjectiveOptions,
): Objective<CaptionedImages> {
  checkIntegers("Cannot create an objective", { steps });
  return (tape, p) => {
    const input = tape.input(cnn ? sizeOf(cnn.shape.image) : captioner.sizes.features);
    const eachStep = () => Array.from({ length: steps }, () => tape.classes());
    const given = { words: eachStep(), targets: eachStep() };
    const cnnWeights = cnn?.frozen ? tape.frozen(cnn.frozen) : p;
    const v = cnn ? cnnFeatures(cnn.shape, cnnWeights, input) : input;
    return {
      loss: captionLoss(captioner, p, v, given, (rows) => tape.input(rows)),
      load({ images, captions }) {
        const { words, targets } = captionSteps(captions);
        if (words.length > steps) {
          throw new RangeError(
            `Cannot load captions of ${words.length} time steps: expected up to ${steps}`,
          );
        }
        input.write(images);
        const none = new Int32Array(captions.size).fill(-1);
        given.words.forEach((row, t) => tape.setClasses(row, words[t] ?? none));
        given.targets.forEach((row, t) => tape.setClasses(row, targets[t] ?? none));
      },
    };
  };
}
