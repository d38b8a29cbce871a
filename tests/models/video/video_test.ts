import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  type CNNShape,
  frameCNN,
  frameSaliency,
  framewiseVideo,
  predictVideo,
  recurrentVideo,
  videoLoss,
  zerosLikeBatch,
} from "rnn/models";
import { makeVideos, MOTION_DIRECTIONS, type Split, splitDigits, videoBatch } from "rnn/data";
import { gradients, toValues, Value } from "rnn/autodiff";
import { Matrix, normal, numericalGradient, relativeError, seeded } from "rnn";
import { FRAME_SHAPE, renderOnTorus } from "../../../datasets/scenes/videos.ts";
import { digits } from "../../datasets/digits.ts";
import { videoScores } from "../../../models/video/video.ts";

const SMALL: CNNShape = {
  image: { channels: 1, height: 4, width: 6 },
  layers: [{ channels: 2, pools: true }],
  features: 6,
};
const models = [recurrentVideo(SMALL, 4), framewiseVideo(SMALL, 5)];
const make = (count: number, frames: number, split: Split, seed: number) =>
  makeVideos(digits, { count, frames, split, random: seeded(seed) });

describe("makeVideos()", () => {
  it("makeVideos() is deterministic for a seed, and different for another", () => {
    expect(make(5, 4, "train", 1)).toEqual(make(5, 4, "train", 1));
    expect(make(5, 4, "train", 2)).not.toEqual(make(5, 4, "train", 1));
  });

  it("makeVideos() has no digit in both training and test videos", () => {
    const lines = (split: Split) => new Set(make(1500, 1, split, 3).map(({ digit }) => digit.line));
    const parts = splitDigits(digits);
    for (const split of ["train", "validation", "test"] as Split[]) {
      const own = new Set(parts[split].map(({ line }) => line));
      expect([...lines(split)].every((line) => own.has(line))).toBe(true);
    }
    expect(lines("train").isDisjointFrom(lines("test"))).toBe(true);
  });

  it("makeVideos() moves a digit by four pixels per frame in its direction", () => {
    for (const { frames, digit, direction } of make(30, 4, "test", 4)) {
      const { dx, dy } = MOTION_DIRECTIONS[direction], { width, height } = FRAME_SHAPE;
      const places = Array.from({ length: width * height }, (_, n) => n);
      const [first] = places.filter((n) =>
        renderOnTorus(digit, { x: n % width, y: Math.floor(n / width) }, FRAME_SHAPE).data.every((
          ink,
          k,
        ) => ink === frames[0].data[k])
      );
      const [x, y] = [first % width, Math.floor(first / width)];
      frames.forEach((frame, t) => {
        expect(frame).toEqual(renderOnTorus(digit, { x: x + t * dx, y: y + t * dy }, FRAME_SHAPE));
      });
      expect(Math.abs(dx) + Math.abs(dy)).toBe(direction === 0 ? 0 : 4);
    }
  });

  it("makeVideos() draws every direction about equally often, wherever a digit begins", () => {
    const videos = make(2000, 1, "train", 5), count = MOTION_DIRECTIONS.map(() => [0, 0]);
    for (const { frames: [frame], direction } of videos) { // ink in the left and in the right half
      const left = frame.data.reduce((sum, ink, n) => n % 24 < 12 ? sum + ink : sum - ink, 0) > 0;
      count[direction][Number(left)]++;
    }
    for (const half of count.flat()) expect(Math.abs(half - 200)).toBeLessThan(50);
  });

  it("makeVideos() refuses no videos and videos of zero frames", () => {
    expect(() => make(0, 4, "train", 1)).toThrow("Cannot generate 0 videos");
    expect(() => make(1, 0, "train", 1)).toThrow("Cannot generate 0 frames");
    expect(() => make(1, 2.5, "train", 1)).toThrow("Cannot generate 2.5 frames");
  });
});

describe("renderOnTorus()", () => {
  it("renderOnTorus() has periodic boundaries: a digit leaves on one side and enters on the other", () => {
    const [digit] = digits,
      at = (x: number, y: number) => renderOnTorus(digit, { x, y }, FRAME_SHAPE);
    expect(at(-3, 20)).toEqual(at(21, -4));
    const sum = (A: Matrix) => A.data.reduce((all, ink) => all + ink, 0);
    expect(sum(at(20, 21))).toBeCloseTo(sum(digit.image), 12);
    expect(at(20, 21).data[0]).toBe(digit.image.data[3 * 8 + 4]);
  });
});

describe("videoBatch()", () => {
  it("videoBatch() puts videos side by side, frame by frame", () => {
    const videos = make(3, 2, "test", 6), batch = videoBatch(videos);
    videos.forEach(({ frames, digit, direction }, b) => {
      frames.forEach((frame, t) => expect(batch.frames[t].column(b)).toEqual(frame));
      expect([batch.digits[b], batch.directions[b]]).toEqual([digit.label, direction]);
    });
  });

  it("videoBatch() refuses no videos, zero frames and two lengths", () => {
    const [video] = make(1, 2, "test", 6);
    expect(() => videoBatch([])).toThrow("Cannot batch videos of zero frames");
    expect(() => videoBatch([{ ...video, frames: [] }])).toThrow("zero frames");
    expect(() => videoBatch([video, ...make(1, 3, "test", 6)]))
      .toThrow("Cannot batch videos of 2 and 3 frames: they must have the same length");
  });
});

for (const model of models) {
  const random = seeded(7), params = model.params(random);
  for (const name of ["k1", "bv", "b", "bd", "bm"]) { // not zero, so that no gradient is 0
    params[name].data.set(normal(0.4)(params[name].rows, 1, random).data);
  }
  params.bv.data.fill(0.5); // no feature is 0 in all frames
  const frames = [1, 2, 3].map(() => normal(1)(24, 2, random));
  const labels = { digits: Int32Array.of(3, 8), directions: Int32Array.of(1, 4) };
  const loss = () => {
    const p = toValues(params), pixels = frames.map((frame) => new Value(frame));
    return { p, pixels, E: videoLoss(model, p, pixels, labels, zerosLikeBatch(2)) };
  };

  describe(`videoLoss() of ${model.name}`, () => {
    const { p, pixels, E } = loss(), found = gradients(E), value = () => loss().E.matrix.at(0);

    for (const name of Object.keys(params)) {
      it(`videoLoss() has the gradient of finite differences for ${name}`, () => {
        const d = found.get(p[name])!;
        expect(relativeError(d, numericalGradient(value, params[name], 1e-6))).toBeLessThan(1e-7);
        expect(d.norm()).toBeGreaterThan(1e-3);
      });
    }

    it("videoLoss() has the gradient of finite differences for every pixel", () => {
      frames.forEach((frame, t) => {
        const numerical = numericalGradient(value, frame, 1e-6);
        expect(relativeError(found.get(pixels[t])!, numerical)).toBeLessThan(1e-7);
      });
    });

    it("videoLoss() is the sum of −log ŷ of both answers at every frame", () => {
      const scores = videoScores(model, toValues(params), pixels, zerosLikeBatch(2));
      const nats = (S: Matrix, b: number, k: number) =>
        Math.log(S.column(b).data.reduce((sum, s) => sum + Math.exp(s), 0)) - S.at(k, b);
      const sum = scores.flatMap(({ digit, direction }) =>
        [0, 1].map((b) =>
          nats(digit.matrix, b, labels.digits[b]) + nats(direction.matrix, b, labels.directions[b])
        )
      ).reduce((a, c) => a + c);
      expect(E.matrix.at(0)).toBeCloseTo(sum / 2, 12);
    });
  });

  describe(`predictVideo() of ${model.name}`, () => {
    it("predictVideo() treats each video of a batch independently", () => {
      const together = predictVideo(model, params, frames);
      for (const b of [0, 1]) {
        const alone = predictVideo(model, params, frames.map((frame) => frame.column(b)));
        expect(alone.digits.map(([k]) => k)).toEqual(together.digits.map((row) => row[b]));
        expect(alone.directions.map(([k]) => k)).toEqual(together.directions.map((row) => row[b]));
      }
    });

    it("predictVideo() refuses a video of zero frames, a frame of another size and one with NaN", () => {
      expect(() => predictVideo(model, params, [])).toThrow("Cannot read a video of zero frames");
      expect(() => predictVideo(model, params, [frames[0], new Matrix(23, 2)]))
        .toThrow("Cannot read frame 2: expected 24×2, got 23×2");
      expect(() => predictVideo(model, params, [frames[0], frames[1].column(0)])).toThrow(
        "expected 24×2, got 24×1",
      );
      expect(() => predictVideo(model, params, [frames[0].map((a) => a > 1 ? NaN : a)]))
        .toThrow(/frame 1 .*NaN/);
      expect(() => videoScores(model, toValues(params), [], zerosLikeBatch(2))).toThrow(
        "zero frames",
      );
    });
  });

  describe(`frameSaliency() of ${model.name}`, () => {
    const one = frames.map((frame) => frame.column(0));

    it("frameSaliency() is ∂ of the direction's last score, by finite differences", () => {
      const score = () => {
        const values = one.map((frame) => new Value(frame));
        return videoScores(model, toValues(params), values, zerosLikeBatch(1)).at(-1)!.direction
          .matrix
          .at(2);
      };
      frameSaliency(model, params, one, 2).forEach((d, t) => {
        const numerical = numericalGradient(score, one[t], 1e-6);
        expect(d.subtract(numerical).norm()).toBeLessThan(1e-7);
        const remembers = model.name === "LSTM" || t === one.length - 1;
        if (remembers) expect(d.norm()).toBeGreaterThan(1e-5);
        else expect(d.norm()).toBe(0);
      });
    });

    it("frameSaliency() refuses two videos and a direction that isn't one", () => {
      expect(() => frameSaliency(model, params, frames, 2))
        .toThrow("Cannot compute saliency of 2 videos: expected one");
      expect(() => frameSaliency(model, params, one, 5))
        .toThrow("Cannot use direction 5: it must be an integer from 0 to 4");
    });
  });
}

describe("framewiseVideo()", () => {
  it("framewiseVideo() ignores earlier frames, an LSTM doesn't", () => {
    const [a, b] = [normal(1)(24, 1, seeded(8)), normal(1)(24, 1, seeded(9))];
    const last = (model: typeof models[number], frames: Matrix[]) => {
      const params = model.params(seeded(1)), values = frames.map((frame) => new Value(frame));
      params.bv.data.fill(0.5);
      return videoScores(model, toValues(params), values, zerosLikeBatch(1)).at(-1)!.direction
        .matrix;
    };
    const [lstm, framewise] = models;
    expect(last(framewise, [a, b])).toEqual(last(framewise, [b, b]));
    expect(last(lstm, [a, b])).not.toEqual(last(lstm, [b, b]));
  });

  it("framewiseVideo() of the experiment's size has at least the LSTM's weights", () => {
    const count = (model: typeof models[number]) =>
      Object.values(model.params(seeded(1))).reduce((sum, W) => sum + W.data.length, 0);
    expect(count(framewiseVideo(frameCNN, 432)))
      .toBeGreaterThanOrEqual(count(recurrentVideo(frameCNN, 64)));
  });
});
