import { sizeOf } from "../../lib/autodiff/im2col.ts";
import type { Objective } from "../../lib/fast/tape_trainer.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { type CNNShape, imageClassScores } from "./cnn.ts";

/** A batch of labelled images. */
export interface LabeledImages {
  /** Pixels × batch. */
  images: Matrix;
  /** The class of each image. */
  labels: ArrayLike<number>;
}

/** Returns the cross-entropy of a CNN classifier, in nats per image, for `TapeTrainer`; the weights are those of `imageClassifierParams`. */
export function imageClassifierObjective(shape: CNNShape): Objective<LabeledImages> {
  return (tape, p) => {
    const input = tape.input(sizeOf(shape.image)), classes = tape.classes();
    return {
      loss: imageClassScores(shape, p, input).crossEntropy(classes),
      load({ images, labels }) {
        input.write(images);
        tape.setClasses(classes, labels);
      },
    };
  };
}
