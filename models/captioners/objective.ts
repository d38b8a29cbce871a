import { sizeOf } from "../../lib/autodiff/im2col.ts";
import type { Params } from "../../lib/cells/cell.ts";
import type { Objective } from "../../lib/fast/tape_trainer.ts";
import type { Matrix } from "../../lib/matrix.ts";
import type { Batch } from "../../lib/training/engine.ts";
import { cnnFeatures, type CNNShape } from "../cnn/cnn.ts";
import { type Captioner, captionLoss } from "./captioner.ts";

/** A batch of images, or of features without a CNN, with one caption for each. */
export interface CaptionedImages {
  /** Pixels × batch, or features × batch. */
  images: Matrix;
  /** Token classes, such as `tokenBatch` makes. */
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
 * Loss of a captioner, in nats per caption, for `TapeTrainer`. Without a CNN its inputs are precomputed features. Loading
 * throws RangeError for captions longer than T and for inputs that aren't classes.
 */
export function captionObjective(
  captioner: Captioner,
  { steps, cnn }: CaptionObjectiveOptions,
): Objective<CaptionedImages> {
  return (tape, p) => {
    const input = tape.input(cnn ? sizeOf(cnn.shape.image) : captioner.sizes.features);
    const eachStep = () => Array.from({ length: steps }, () => tape.classes());
    const given = { words: eachStep(), targets: eachStep() };
    const cnnWeights = cnn?.frozen ? tape.frozen(cnn.frozen) : p;
    const v = cnn ? cnnFeatures(cnn.shape, cnnWeights, input) : input;
    return {
      loss: captionLoss(captioner, p, v, given, (rows) => tape.input(rows)),
      load({ images, captions }) {
        checkCaptions(captions, steps);
        input.write(images);
        const { xs, targets, size } = captions;
        for (let t = 0; t < steps; t++) {
          const part = (classes: Batch["xs"]) =>
            t < captions.steps
              ? (classes as Int32Array).subarray(t * size, (t + 1) * size)
              : new Int32Array(size).fill(-1);
          tape.setClasses(given.words[t], part(xs));
          tape.setClasses(given.targets[t], part(targets as Int32Array));
        }
      },
    };
  };
}

function checkCaptions({ xs, targets, steps }: Batch, longest: number): void {
  if (Array.isArray(xs) || Array.isArray(targets)) {
    throw new RangeError("Cannot load captions: expected classes of words, got matrices");
  }
  if (steps > longest) {
    throw new RangeError(`Cannot load captions of ${steps} steps: the longest has ${longest}`);
  }
}
