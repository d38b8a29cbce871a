import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  exactStripMatches,
  fixationPath,
  glimpseCell,
  glimpseParams,
  glimpseSensor,
  locationSigma,
  predictLabels,
  READER_SIZES,
  runGlimpses,
  stripInputs,
  toPixels,
  zerosLikeBatch,
} from "rnn/models";
import {
  bptt,
  jacobianPaths,
  Matrix,
  normal,
  numericalGradient,
  type Params,
  relativeError,
  seeded,
  softmax,
  unroll,
} from "rnn";
import { gradients, toValues, Value } from "rnn/autodiff";
import { makeStrips, renderStrip, STRIP_SHAPE } from "rnn/data";
import { stripTargets } from "../../../datasets/scenes/strip.ts";
import { digits } from "../../datasets/digits.ts";
import { DEFAULT_PLAN, glimpseLoss, unrollGlimpses } from "../../../models/glimpses/loss.ts";
import { locationNoise, uniformLocations } from "../../../models/glimpses/reading.ts";
import { GLIMPSE_SIDE } from "../../../models/glimpses/sensor.ts";

const [digit] = digits;
const strips = makeStrips(digits, { count: 4, split: "train", random: seeded(3) });

describe("glimpseSensor()", () => {
  const sensor = glimpseSensor(STRIP_SHAPE);
  const glimpseAt = (image: Matrix, y: number, x: number) =>
    new Value(image).apply(sensor, new Value(Matrix.column([y, x]))).matrix;

  it("glimpseSensor() returns the centre at full resolution, and its surroundings as means", () => {
    const { image } = renderStrip([{ digit, x: 20, y: 2 }]); // its centre is pixel 6, 24 of 12×40
    const crop = glimpseAt(image, 0, 24 / 20 - 1);
    expect(crop.sliceRows(0, 64)).toEqual(digit.image);
    for (const [i, j] of [[0, 0], [2, 2], [3, 4], [5, 5]]) { // top left of 16×16 is pixel −2, 16
      const of = (y: number, x: number) =>
        y < 0 || y >= 12 ? 0 : image.at(y * STRIP_SHAPE.width + x);
      const four = [0, 1].flatMap((dy) => [0, 1].map((dx) => of(2 * i + dy - 2, 2 * j + dx + 16)));
      const mean = four.reduce((sum, p) => sum + p) / 4;
      expect(crop.at(64 + i * GLIMPSE_SIDE + j)).toBeCloseTo(mean, 14);
    }
  });

  it("glimpseSensor() returns zeros beyond the border, even far away", () => {
    const { image } = renderStrip([{ digit, x: 0, y: 0 }]);
    const corner = glimpseAt(image, -1, -1); // its centre is pixel 0, 0: the digit's first quarter
    for (let n = 0; n < 64; n++) {
      const [i, j] = [Math.floor(n / 8) - 4, n % 8 - 4];
      expect(corner.at(n)).toBe(i < 0 || j < 0 ? 0 : digit.image.at(8 * i + j));
    }
    expect(glimpseAt(image, 9, -9).norm()).toBe(0);
  });

  it("glimpseSensor() rounds a location to whole pixels, and has no gradient", () => {
    const { image } = renderStrip([{ digit, x: 7, y: 1 }]);
    expect(glimpseAt(image, 0.3 / 6, 0.4 / 20)).toEqual(glimpseAt(image, 0, 0));
    expect(glimpseAt(image, 0.7 / 6, 0)).not.toEqual(glimpseAt(image, 0, 0));
    const location = new Value(new Matrix(2, 1)), scene = new Value(image);
    const found = gradients(scene.apply(sensor, location).batchMean());
    expect([found.has(location), found.has(scene)]).toEqual([false, false]);
  });

  it("glimpseSensor() refuses images of another size, locations of another shape, and NaN", () => {
    const at = (rows: number, cols: number) => new Value(new Matrix(rows, cols));
    expect(() => at(576, 2).apply(sensor, at(2, 2)))
      .toThrow("Cannot take a glimpse: expected images of 12×40 pixels, got 576 rows");
    expect(() => at(480, 2).apply(sensor, at(2, 3)))
      .toThrow("Cannot take a glimpse: locations must be 2×2, got 2×3");
    expect(() => at(480, 2).apply(sensor, at(3, 2))).toThrow("must be 2×2, got 3×2");
    expect(() => glimpseAt(new Matrix(480, 1), NaN, 0)).toThrow(
      "the location must be finite, got NaN, 0",
    );
  });
});

/** Returns a small reader with fixed sampled locations. */
function smallReader() {
  const sizes = { channels: 2, features: 4, hidden: 2 }, random = seeded(11);
  const params = glimpseParams(sizes, random);
  for (const W of Object.values(params)) W.data.forEach((w, n) => W.data[n] = 1.5 * w + 0.1); // so that no gradient is small
  const { images, context } = stripInputs(strips), B = strips.length, sigma = locationSigma(2, B);
  const inputs = { images: new Value(images), context: new Value(context) };
  const locations: Matrix[] = [];
  const draw = (mean: Value, n: number) =>
    new Value(locations[n] ??= mean.matrix.add(locationNoise(sigma, random)));
  const read = (p: Record<string, Value>) => unrollGlimpses(p, inputs, draw, zerosLikeBatch(B));
  read(toValues(params));
  return { params, read, sigma, locations, targets: stripTargets(strips, DEFAULT_PLAN.answers) };
}

/** Computes the advantages of a reading, (R − b) / √(mean square), without the tape. */
function advantages(
  read: ReturnType<typeof smallReader>["read"],
  params: Params,
  targets: Int32Array[],
) {
  const { scores, glimpses } = read(toValues(params));
  const R = scores.map(({ matrix }, k) =>
    [...targets[k]].map((target, b) => target < 0 ? null : softmax(matrix).at(target, b))
  );
  const A = glimpses.map(({ baseline }, n) =>
    R[n >> 1].map((r, b) => r === null ? 0 : r - baseline.matrix.at(0, b))
  );
  const nonzero = A.flat().filter((a) => a !== 0);
  const unit = Math.sqrt(nonzero.reduce((sum, a) => sum + a * a, 0) / nonzero.length);
  return { R, A: A.map((row) => row.map((a) => a / unit)) };
}

describe("glimpseLoss()", () => {
  const { params, read, sigma, locations, targets } = smallReader(), B = strips.length;
  const { R, A } = advantages(read, params, targets);
  const values = toValues(params), parts = glimpseLoss(read(values), targets, new Value(sigma));
  const found = gradients(parts.answers.add(parts.baseline).add(parts.policy.scale(0.1)));

  /** The loss of all weights but the baseline's, with constant locations and advantages. */
  const readerLoss = () => {
    const { glimpses, scores } = read(toValues(params));
    let E = scores.reduce((sum, one, k) => sum + one.crossEntropy(targets[k]).matrix.at(0), 0);
    glimpses.forEach(({ mean }, n) =>
      locations[n].data.forEach((l, i) =>
        E += 0.1 / B * A[n][i % B] * ((l - mean.matrix.data[i]) / sigma.data[i]) ** 2 / 2
      )
    );
    return E;
  };
  /** The loss of the baseline, with constant rewards. */
  const baselineLoss = () =>
    read(toValues(params)).glimpses.reduce(
      (sum, { baseline }, n) =>
        sum + R[n >> 1].reduce((part: number, r, b) =>
            part + (r === null ? 0 : (r - baseline.matrix.at(0, b)) ** 2), 0) / B,
      0,
    );

  for (const [name, W] of Object.entries(params)) {
    it(`glimpseLoss() has the gradient of finite differences for ${name} with constant locations and advantages`, () => {
      const isBaseline = name === "Wb" || name === "bb";
      const numerical = numericalGradient(isBaseline ? baselineLoss : readerLoss, W);
      expect(relativeError(found.get(values[name])!, numerical)).toBeLessThan(1e-6);
      expect(numerical.norm()).toBeGreaterThan(1e-4);
    });
  }

  it("glimpseLoss() has no gradient for the location LSTM without its policy-gradient term", () => {
    const alone = gradients(parts.answers.add(parts.baseline));
    for (const name of ["Wm", "bm", "Wc", "W0", "Wx2", "Wh2"]) {
      expect(alone.get(values[name])?.norm() ?? 0).toBe(0);
      expect(found.get(values[name])!.norm()).toBeGreaterThan(1e-4);
    }
  });

  it("glimpseLoss() refuses targets for another number of answers", () => {
    expect(() => glimpseLoss(read(values), targets.slice(1), new Value(sigma)))
      .toThrow("Cannot compute the loss: expected 4 targets, got 3");
  });
});

describe("runGlimpses()", () => {
  const params = glimpseParams(READER_SIZES, seeded(1));

  it("unrollGlimpses() uses the coarse image for the locations only: it changes no answer at the same locations", () => {
    const { images, context } = stripInputs(strips), p = toValues(params);
    const fixed = Array.from({ length: 8 }, (_, n) => uniformLocations(strips.length, seeded(n)));
    const scores = (coarse: Matrix) =>
      unrollGlimpses(
        p,
        { images: new Value(images), context: new Value(coarse) },
        (_, n) => new Value(fixed[n]),
        zerosLikeBatch(strips.length),
      );
    const [one, other] = [context, new Matrix(120, strips.length)].map(scores);
    one.scores.forEach(({ matrix }, k) => expect(matrix).toEqual(other.scores[k].matrix));
    expect(one.glimpses[0].mean.matrix).not.toEqual(other.glimpses[0].mean.matrix);
  });

  it("runGlimpses() refuses a plan of 0 glimpses or answers", () => {
    const plan = (glimpses: number, answers: number) => () =>
      runGlimpses(params, strips, "mean", { glimpses, answers });
    expect(plan(0, 4)).toThrow("Cannot read a strip: glimpses must be a positive integer, got 0");
    expect(plan(2, 0)).toThrow("Cannot read a strip: answers must be a positive integer, got 0");
    expect(plan(1.5, 4)).toThrow(
      "Cannot read a strip: glimpses must be a positive integer, got 1.5",
    );
  });

  it("runGlimpses() refuses images of another size, and no strips", () => {
    const image = new Matrix(576, 1);
    expect(() => runGlimpses(params, [{ image, digits: [] }], "mean"))
      .toThrow("Cannot downsample 576×1: expected 480 rows");
    expect(() => runGlimpses(params, [], "mean")).toThrow(
      "Cannot read strips: expected at least one, got 0",
    );
  });
});

describe("glimpseCell()", () => {
  const random = seeded(6), params = smallReader().params, [strip] = strips;
  const inputs = stripInputs([strip]), { cell, state0 } = glimpseCell(params, inputs);
  const noise = Array.from({ length: 4 }, () => locationNoise(locationSigma(2, 1), random));
  const trace = unroll(cell, noise, state0);

  it("glimpseCell() unrolls to the same reading at the same locations", () => {
    const { glimpses } = unrollGlimpses(
      toValues(params),
      { images: new Value(inputs.images), context: new Value(inputs.context) },
      (mean, n) => mean.add(new Value(noise[n])),
      zerosLikeBatch(1),
      { glimpses: 2, answers: 2 },
    );
    trace.forEach(({ state, h, named }, n) => {
      const { location, where, what, crop, mean } = glimpses[n];
      expect(state).toEqual(location.vstack(where).vstack(what).matrix);
      expect(h).toEqual(what.matrix.sliceRows(2));
      expect([named.crop, named.mean]).toEqual([crop.matrix, mean.matrix]);
    });
  });

  it("glimpseCell() has paths that sum to the gradient of BPTT", () => {
    const direct = trace.map(({ state }) => normal(1)(state.rows, 1, random));
    const { dparams } = bptt(cell, trace, direct), paths = jacobianPaths(cell, trace, direct);
    for (const name of ["K", "Wg", "Wx1", "Wh1", "Wx2", "Wh2", "Wc"]) {
      let sum = new Matrix(dparams[name].rows, dparams[name].cols);
      for (let t = 1; t <= 4; t++) {
        for (let k = 1; k <= t; k++) sum = sum.add(paths.term(t, k)[name]);
      }
      expect(relativeError(sum, dparams[name])).toBeLessThan(1e-12);
      expect(sum.norm()).toBeGreaterThan(1e-4);
    }
    expect(dparams.Wm.norm()).toBe(0); // no gradient flows through a sampled location
  });
});

describe("predictLabels()", () => {
  const params = glimpseParams(READER_SIZES, seeded(1));

  it("predictLabels() is deterministic, and independent of the batch", () => {
    const many = makeStrips(digits, { count: 130, split: "test", random: seeded(4) });
    const labels = predictLabels(params, many, "mean");
    expect(labels.length).toBe(130);
    expect(labels.slice(100)).toEqual(predictLabels(params, many.slice(100), "mean"));
    expect(predictLabels(params, many, seeded(1))).toEqual(predictLabels(params, many, seeded(1)));
  });

  it("predictLabels() stops at the end, and exactStripMatches() requires every label and the end", () => {
    const constant: Params = { ...params, Why: new Matrix(11, READER_SIZES.hidden) };
    const predicting = (label: number) => ({ ...constant, by: Matrix.column(scoresFor(label)) });
    const [one] = makeStrips(digits, { count: 1, split: "test", random: seeded(1), maxDigits: 1 });
    expect(predictLabels(predicting(10), [one], "mean")).toEqual([[10]]);
    expect(predictLabels(predicting(3), [one], "mean")).toEqual([[3, 3, 3, 3]]);
    const { label } = one.digits[0].digit;
    expect(exactStripMatches(predicting(label), [one], "mean")).toEqual([false]);
    expect(exactStripMatches(predicting(label), [one], "mean", { glimpses: 2, answers: 1 }))
      .toEqual([
        true,
      ]);
  });
});

describe("fixationPath()", () => {
  it("fixationPath() returns the location of every glimpse in pixels", () => {
    const params = glimpseParams(READER_SIZES, seeded(1)),
      run = runGlimpses(params, strips, seeded(2));
    const path = fixationPath(run, 3),
      [, l] = run.glimpses.map(({ location }) => location.matrix);
    expect(path.length).toBe(8);
    expect(path[1]).toEqual({ y: 6 * (1 + l.at(0, 3)), x: 20 * (1 + l.at(1, 3)) });
    expect(toPixels(0, 0)).toEqual({ y: 6, x: 20 });
    expect(toPixels(-1, 1)).toEqual({ y: 0, x: 40 });
  });
});

describe("locationSigma()", () => {
  it("locationSigma() converts pixels to half sides, and locationNoise() has this standard deviation", () => {
    const sigma = locationSigma(3, 1000);
    expect([sigma.at(0, 5), sigma.at(1, 5)]).toEqual([0.5, 0.15]);
    const drawn = locationNoise(sigma, seeded(1));
    for (const i of [0, 1]) {
      const size = drawn.sliceRows(i, i + 1).norm() / Math.sqrt(1000);
      expect(Math.abs(size / sigma.at(i, 0) - 1)).toBeLessThan(0.08);
    }
    expect(locationNoise(sigma, seeded(1))).toEqual(drawn);
    for (const bad of [0, -1, NaN, Infinity]) {
      expect(() => locationSigma(bad, 4)).toThrow(
        `Cannot sample locations: sigma must be positive and finite, got ${bad}`,
      );
    }
  });
});

function scoresFor(label: number): number[] {
  return Array.from({ length: 11 }, (_, n) => n === label ? 5 : 0);
}
