import type { Videos } from "../../datasets/scenes/videos.ts";
import { checkIntegers } from "../../lib/checks.ts";
import { sizeOf } from "../../lib/autodiff/im2col.ts";
import type { Objective } from "../../lib/fast/tape_trainer.ts";
import { videoLoss, type VideoModel } from "./video.ts";

/**
 * Returns the loss of a video model and its CNN, trained end to end, in nats per video, for `TapeTrainer`. Throws RangeError
 * unless `frames` is a positive integer; loading throws one for another number of frames.
 */
export function videoObjective(model: VideoModel, frames: number): Objective<Videos> {
  checkIntegers("Cannot create an objective", { frames });
  return (tape, p) => {
    const inputs = Array.from({ length: frames }, () => tape.input(sizeOf(model.cnn.image)));
    const labels = { digits: tape.classes(), directions: tape.classes() };
    return {
      loss: videoLoss(model, p, inputs, labels, (rows) => tape.input(rows)),
      load(videos) {
        if (videos.frames.length !== frames) {
          throw new RangeError(
            `Cannot load videos of ${videos.frames.length} frames: expected ${frames}`,
          );
        }
        inputs.forEach((input, t) => input.write(videos.frames[t]));
        tape.setClasses(labels.digits, videos.digits);
        tape.setClasses(labels.directions, videos.directions);
      },
    };
  };
}
