import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  type CNNShape,
  frameSaliency,
  framewiseVideo,
  predictVideo,
  recurrentVideo,
  videoLoss,
  zerosLikeBatch,
} from "rnn/models";
import { gradients, toValues, Value } from "rnn/autodiff";
import { Matrix, normal, numericalGradient, relativeError, seeded } from "rnn";
import { rnnVideo, videoScores } from "../../../models/video/video.ts";

const SMALL: CNNShape = {
  image: { channels: 1, height: 4, width: 6 },
  layers: [{ channels: 2, pools: true }],
  features: 6,
};
const models = [
  recurrentVideo(SMALL, 4),
  framewiseVideo(SMALL, 5),
  framewiseVideo(SMALL, 5, 2),
  rnnVideo(SMALL, 4),
];

for (const model of models) {
  const random = seeded(7), params = model.params(random);
  const biases = Object.keys(params).filter((name) => params[name].cols === 1);
  for (const name of biases) { // not zero, so that no gradient is 0
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
        const seen = { "frame by frame": 1, "2 frames": 2 }[model.name] ?? one.length;
        if (t >= one.length - seen) expect(d.norm()).toBeGreaterThan(1e-5);
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
  const last = (model: typeof models[number], frames: Matrix[]) => {
    const params = model.params(seeded(1)), values = frames.map((frame) => new Value(frame));
    params.bv.data.fill(0.5);
    return videoScores(model, toValues(params), values, zerosLikeBatch(1)).at(-1)!.direction.matrix;
  };
  const [a, b, c] = [8, 9, 10].map((seed) => normal(1)(24, 1, seeded(seed)));

  it("framewiseVideo() ignores earlier frames, a recurrent network doesn't", () => {
    const [lstm, framewise, , rnn] = models;
    expect(last(framewise, [a, b])).toEqual(last(framewise, [b, b]));
    for (const model of [lstm, rnn]) {
      expect(last(model, [a, b])).not.toEqual(last(model, [b, b]));
    }
  });

  it("framewiseVideo() of two frames sees the last two, and zeros before the first", () => {
    const [, , two] = models, params = two.params(seeded(1));
    expect(last(two, [a, b, c])).toEqual(last(two, [c, b, c]));
    expect(last(two, [a, b])).not.toEqual(last(two, [b, b]));
    const [v, w] = [[0.3], [0.7]].map((numbers) =>
      new Value(Matrix.of(Array.from({ length: 6 }, () => numbers)))
    );
    const [h1, h2] = two.read(toValues(params), [v, w], zerosLikeBatch(1));
    const fromWeights = (above: number, below: number) =>
      Array.from({ length: 5 }, (_, row) =>
        Math.max(
          0,
          [...params.Wx.sliceRows(row, row + 1).data]
            .reduce((sum, weight, n) => sum + weight * (n < 6 ? above : below), 0),
        ));
    fromWeights(0, 0.3).forEach((h, row) => expect(h1.matrix.at(row)).toBeCloseTo(h, 12));
    fromWeights(0.3, 0.7).forEach((h, row) => expect(h2.matrix.at(row)).toBeCloseTo(h, 12));
  });

  it("framewiseVideo() refuses a number of frames that is not a positive integer", () => {
    expect(() => framewiseVideo(SMALL, 5, 0))
      .toThrow("Cannot create a video model: frames must be a positive integer, got 0");
  });
});

describe("rnnVideo()", () => {
  it("rnnVideo() computes tanh(Wxh v + Whh h + bh)", () => {
    const rnn = models[3], params = rnn.params(seeded(1)), v = new Value(new Matrix(6, 1));
    v.matrix.data.fill(0.5);
    params.bh.data.fill(0.1);
    const [h1, h2] = rnn.read(toValues(params), [v, v], zerosLikeBatch(1));
    const ofInput = params.Wxh.matmul(v.matrix).add(params.bh);
    expect(h1.matrix).toEqual(ofInput.map(Math.tanh));
    const expected = ofInput.add(params.Whh.matmul(h1.matrix)).map(Math.tanh);
    expect(h2.matrix.subtract(expected).norm()).toBeLessThan(1e-12);
  });
});
