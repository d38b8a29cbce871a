import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { seeded } from "rnn";
import { Value } from "rnn/autodiff";
import { makeVideos, videoBatch } from "rnn/data";
import { TapeTrainer } from "rnn/fast";
import { frameCNN, framewiseVideo, predictVideo, recurrentVideo, videoObjective } from "rnn/models";
import { adam } from "rnn/train";
import { zerosLikeBatch } from "../../../models/layers.ts";
import { rnnVideo, videoLoss } from "../../../models/video/video.ts";
import { digits } from "../../datasets/digits.ts";
import { expectReadableGradients, overfit } from "../readable_path.ts";

const batch = 5;
const models = [
  recurrentVideo(frameCNN, 16),
  framewiseVideo(frameCNN, 20),
  framewiseVideo(frameCNN, 20, 2),
  rnnVideo(frameCNN, 16),
];
const videos = videoBatch(
  makeVideos(digits, { count: batch, frames: 3, split: "train", random: seeded(1) }),
);

for (const model of models) {
  describe(`videoObjective() of ${model.name}`, () => {
    it("has the readable gradients for a batch of five", () => {
      const frames = videos.frames.map((frame) => new Value(frame));
      expectReadableGradients(model.params(seeded(2)), videoObjective(model, 3), {
        ...{ data: videos, batch },
        loss: (p) => videoLoss(model, p, frames, videos, zerosLikeBatch(batch)),
      });
    });

    it("overfits five videos", () => {
      const params = model.params(seeded(2));
      const options = { optimizer: adam(0.005), clip: { norm: 1 }, batch };
      overfit(new TapeTrainer(params, videoObjective(model, 3), options), () => videos, 150);
      const predicted = predictVideo(model, params, videos.frames);
      expect(predicted.digits.at(-1)).toEqual(videos.digits);
      expect(predicted.directions.at(-1)).toEqual(videos.directions);
    });
  });
}

describe("videoObjective()", () => {
  it("refuses a number of frames that is not a positive integer", () => {
    expect(() => videoObjective(models[0], 1.5))
      .toThrow("Cannot create an objective: frames must be a positive integer, got 1.5");
  });

  it("refuses another number of videos or frames, and frames of another size", () => {
    const [model] = models, params = model.params(seeded(2));
    const load = (frames: number, changed: Partial<typeof videos> = {}) => () =>
      new TapeTrainer(params, videoObjective(model, frames), { optimizer: adam(0.005), batch })
        .gradients({ ...videos, ...changed });
    expect(load(2)).toThrow("Cannot load videos of 3 frames: expected 2");
    expect(load(3, { frames: [] })).toThrow("Cannot load videos of 0 frames: expected 3");
    expect(load(3, { digits: Int32Array.of(1) })).toThrow("Cannot load 1 classes");
    const frames = videos.frames.map((frame) => frame.sliceRows(1));
    expect(load(3, { frames })).toThrow("Cannot write 575×5 into 576×5");
  });
});
