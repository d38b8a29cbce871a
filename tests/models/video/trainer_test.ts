import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam } from "rnn/train";
import {
  frameCNN,
  framewiseVideo,
  predictVideo,
  recurrentVideo,
  videoLoss,
  zerosLikeBatch,
} from "rnn/models";
import { gradients, toValues, Value } from "rnn/autodiff";
import { makeVideos, videoBatch } from "rnn/data";
import { relativeError, seeded } from "rnn";
import { digits } from "../../datasets/digits.ts";
import { FastTape } from "../../../lib/fast/tape.ts";
import { VideoTrainer } from "rnn/models";

const how = { count: 4, frames: 3, split: "train", random: seeded(1) } as const;
const batch = videoBatch(makeVideos(digits, how));
const models = [recurrentVideo(frameCNN, 16), framewiseVideo(frameCNN, 20)];

for (const model of models) {
  describe(`VideoTrainer of ${model.name}`, () => {
    const start = () => {
      const p = toValues(model.params(seeded(2)));
      const pixels = batch.frames.map((frame) => new Value(frame));
      return { p, E: videoLoss(model, p, pixels, batch, zerosLikeBatch(4)) };
    };

    it("videoLoss() has the same gradients on the fast tape, to 1e-5", () => {
      const params = model.params(seeded(2)), tape = new FastTape(), fast = tape.trainable(params);
      const inputs = batch.frames.map((frame) => {
        const input = tape.input(frame.rows, frame.cols);
        input.write(frame);
        return input;
      });
      tape.finish(videoLoss(model, fast, inputs, batch, (rows) => tape.input(rows, 4)));
      const { p, E } = start(), found = gradients(E);
      expect(tape.run()).toBeCloseTo(E.matrix.at(0), 4);
      tape.back();
      for (const name of Object.keys(params)) {
        expect(relativeError(fast[name].readGradient(), found.get(p[name])!)).toBeLessThan(1e-5);
      }
    });

    it("VideoTrainer begins with the loss of the readable path, and learns four videos by heart", () => {
      const params = model.params(seeded(2));
      const learning = { optimizer: adam(0.005), clip: { norm: 1 }, batch: 4, frames: 3 };
      const trainer = new VideoTrainer(model, params, learning);
      expect(trainer.update(batch)).toBeCloseTo(start().E.matrix.at(0), 4);
      while (trainer.step < 150) trainer.update(batch);
      trainer.writeBack();
      const said = predictVideo(model, params, batch.frames);
      expect(said.digits.at(-1)).toEqual(batch.digits);
      expect(said.directions.at(-1)).toEqual(batch.directions);
    });
  });
}

describe("VideoTrainer", () => {
  it("VideoTrainer refuses another number of videos or frames, and frames of another size", () => {
    const [model] = models, params = model.params(seeded(2));
    const make = (frames: number) =>
      new VideoTrainer(model, params, { optimizer: adam(0.005), batch: 4, frames });
    expect(() => make(2).update(batch))
      .toThrow("Cannot learn from 4 videos of 3 frames: the trainer takes 4 of 2");
    expect(() => make(3).update({ ...batch, frames: [] })).toThrow("0 videos of 0 frames");
    const odd = batch.frames.map((frame) => frame.sliceRows(1));
    expect(() => make(3).update({ ...batch, frames: odd }))
      .toThrow("Cannot write 575×4 into 576×4");
  });
});
