import type { Params } from "../../lib/cells/cell.ts";
import { videoLoss, type VideoModel } from "./video.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import type { Videos } from "../../datasets/scenes/videos.ts";
import type { ImageTraining } from "../captioners/trainer.ts";
import { FastTape } from "../../lib/fast/tape.ts";
import { TapeTrainer, writeBack } from "../../lib/fast/tape_trainer.ts";
import type { FastValue } from "../../lib/fast/value.ts";

/** How a network of videos learns; the batch is how many of them an update sees. */
export interface VideoTraining extends ImageTraining {
  /** T, the frames of every video. */
  frames: number;
}

/** A CNN and what reads its features that learn together, end to end, in float32; the weights are those of the model. */
export class VideoTrainer {
  readonly #trainer: TapeTrainer;
  readonly #frames: FastValue[];
  readonly #labels: Pick<Videos, "digits" | "directions">;
  readonly #values: Record<string, FastValue>;

  /** Records the loss once for a batch of this size; throws RangeError for sizes that don't fit. */
  constructor(
    model: VideoModel,
    readonly params: Params,
    { optimizer, clip, batch, frames }: VideoTraining,
  ) {
    const tape = new FastTape();
    this.#values = tape.trainable(params);
    this.#frames = Array.from({ length: frames }, () => tape.input(sizeOf(model.cnn.image), batch));
    this.#labels = { digits: new Int32Array(batch), directions: new Int32Array(batch) };
    const zeros = (rows: number) => tape.input(rows, batch);
    const loss = videoLoss(model, this.#values, this.#frames, this.#labels, zeros);
    this.#trainer = new TapeTrainer(tape, loss, optimizer, clip);
  }

  /** How many updates were made. */
  get step(): number {
    return this.#trainer.step;
  }

  /**
   * One update; gives E in nats, the sum over a video's frames. Throws RangeError for another number of videos or frames and
   * for frames of another size.
   */
  update({ frames, digits, directions }: Videos): number {
    const T = this.#frames.length, B = this.#frames[0].cols, size = frames[0]?.cols ?? 0;
    if (frames.length !== T || size !== B) {
      throw new RangeError(
        `Cannot learn from ${size} videos of ${frames.length} frames: the trainer takes ${B} of ${T}`,
      );
    }
    this.#frames.forEach((input, t) => input.write(frames[t]));
    this.#labels.digits.set(digits);
    this.#labels.directions.set(directions);
    return this.#trainer.update();
  }

  /** Writes what was learnt into `params`. */
  writeBack(): void {
    writeBack(this.#values, this.params);
  }
}
