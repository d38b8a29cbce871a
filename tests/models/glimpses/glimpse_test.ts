import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  DEFAULT_PLAN,
  exactlyRead,
  fixationPath,
  GLIMPSE_SIDE,
  glimpseCell,
  glimpseLoss,
  glimpseParams,
  glimpseSensor,
  locationNoise,
  locationSigma,
  predictLabels,
  READER_SIZES,
  runGlimpses,
  stripInputs,
  toPixels,
  uniformLocations,
  unrollGlimpses,
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

const [digit] = digits;
const strips = makeStrips(digits, { count: 4, split: "train", random: seeded(3) });

describe("sensorOf()", () => {
  const sensor = glimpseSensor(STRIP_SHAPE);
  const look = (image: Matrix, y: number, x: number) =>
    new Value(image).apply(sensor, new Value(Matrix.column([y, x]))).matrix;

  it("sensorOf() shows a digit in the middle of the gaze as it is, and its surroundings as means", () => {
    const { image } = renderStrip([{ digit, x: 20, y: 2 }]); // its middle is pixel 6, 24 of 12×40
    const crop = look(image, 0, 24 / 20 - 1);
    expect(crop.sliceRows(0, 64)).toEqual(digit.image);
    for (const [i, j] of [[0, 0], [2, 2], [3, 4], [5, 5]]) { // top left of 16×16 is pixel −2, 16
      const of = (y: number, x: number) =>
        y < 0 || y >= 12 ? 0 : image.at(y * STRIP_SHAPE.width + x);
      const four = [0, 1].flatMap((dy) => [0, 1].map((dx) => of(2 * i + dy - 2, 2 * j + dx + 16)));
      const mean = four.reduce((sum, p) => sum + p) / 4;
      expect(crop.at(64 + i * GLIMPSE_SIDE + j)).toBeCloseTo(mean, 14);
    }
  });

  it("sensorOf() sees paper beyond the border, even far away", () => {
    const { image } = renderStrip([{ digit, x: 0, y: 0 }]);
    const corner = look(image, -1, -1); // its middle is pixel 0, 0: the digit's first quarter
    for (let n = 0; n < 64; n++) {
      const [i, j] = [Math.floor(n / 8) - 4, n % 8 - 4];
      expect(corner.at(n)).toBe(i < 0 || j < 0 ? 0 : digit.image.at(8 * i + j));
    }
    expect(look(image, 9, -9).norm()).toBe(0);
  });

  it("sensorOf() rounds a location to whole pixels, and sends no gradient to it or to the image", () => {
    const { image } = renderStrip([{ digit, x: 7, y: 1 }]);
    expect(look(image, 0.3 / 6, 0.4 / 20)).toEqual(look(image, 0, 0));
    expect(look(image, 0.7 / 6, 0)).not.toEqual(look(image, 0, 0));
    const place = new Value(new Matrix(2, 1)), scene = new Value(image);
    const found = gradients(scene.apply(sensor, place).batchMean());
    expect([found.has(place), found.has(scene)]).toEqual([false, false]);
  });

  it("sensorOf() refuses images of another size, places of another shape, and no place at all", () => {
    const at = (rows: number, cols: number) => new Value(new Matrix(rows, cols));
    expect(() => at(576, 2).apply(sensor, at(2, 2)))
      .toThrow("Cannot look at images of 576 pixels: the sensor takes 12×40");
    expect(() => at(480, 2).apply(sensor, at(2, 3)))
      .toThrow("Cannot look at 2×3 places: 2 images need 2×2");
    expect(() => at(480, 2).apply(sensor, at(3, 2))).toThrow("Cannot look at 3×2 places");
    expect(() => look(new Matrix(480, 1), NaN, 0)).toThrow("Cannot look at NaN, 0");
  });
});

/** A small reader in the middle of learning: its locations drawn once, and held. */
function learner() {
  const sizes = { channels: 2, features: 4, hidden: 2 }, random = seeded(11);
  const params = glimpseParams(sizes, random);
  for (const W of Object.values(params)) W.data.forEach((w, n) => W.data[n] = 1.5 * w + 0.1); // so that nothing is small
  const { images, context } = stripInputs(strips), B = strips.length, spread = locationSigma(2, B);
  const shown = { images: new Value(images), context: new Value(context) };
  const places: Matrix[] = [];
  const draw = (mean: Value, n: number) =>
    new Value(places[n] ??= mean.matrix.add(locationNoise(spread, random)));
  const read = (p: Record<string, Value>) => unrollGlimpses(p, shown, draw, zerosLikeBatch(B));
  read(toValues(params));
  return { params, read, spread, places, targets: stripTargets(strips, DEFAULT_PLAN.answers) };
}

/** The advantages of a reading, (R − b) / √(mean square), in plain arithmetic. */
function advantages(
  read: ReturnType<typeof learner>["read"],
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
  const there = A.flat().filter((a) => a !== 0);
  const unit = Math.sqrt(there.reduce((sum, a) => sum + a * a, 0) / there.length);
  return { R, A: A.map((row) => row.map((a) => a / unit)) };
}

describe("glimpseLoss()", () => {
  const { params, read, spread, places, targets } = learner(), B = strips.length;
  const { R, A } = advantages(read, params, targets);
  const values = toValues(params), parts = glimpseLoss(read(values), targets, new Value(spread));
  const found = gradients(parts.answers.add(parts.baseline).add(parts.policy.scale(0.1)));

  /** What the weights that see and move are to make small: places and advantages are numbers. */
  const moved = () => {
    const { glimpses, scores } = read(toValues(params));
    let E = scores.reduce((sum, one, k) => sum + one.crossEntropy(targets[k]).matrix.at(0), 0);
    glimpses.forEach(({ mean }, n) =>
      places[n].data.forEach((l, i) =>
        E += 0.1 / B * A[n][i % B] * ((l - mean.matrix.data[i]) / spread.data[i]) ** 2 / 2
      )
    );
    return E;
  };
  /** What the baseline is to make small: rewards are numbers. */
  const foreseen = () =>
    read(toValues(params)).glimpses.reduce(
      (sum, { baseline }, n) =>
        sum + R[n >> 1].reduce((part: number, r, b) =>
            part + (r === null ? 0 : (r - baseline.matrix.at(0, b)) ** 2), 0) / B,
      0,
    );

  for (const [name, W] of Object.entries(params)) {
    it(`glimpseLoss() has the gradient of finite differences for ${name}, places and advantages held`, () => {
      const isBaseline = name === "Wb" || name === "bb";
      const numerical = numericalGradient(isBaseline ? foreseen : moved, W);
      expect(relativeError(found.get(values[name])!, numerical)).toBeLessThan(1e-6);
      expect(numerical.norm()).toBeGreaterThan(1e-4);
    });
  }

  it("glimpseLoss() teaches the second LSTM by REINFORCE alone: without advantages it has no gradient", () => {
    const alone = gradients(parts.answers.add(parts.baseline));
    for (const name of ["Wm", "bm", "Wc", "W0", "Wx2", "Wh2"]) {
      expect(alone.get(values[name])?.norm() ?? 0).toBe(0);
      expect(found.get(values[name])!.norm()).toBeGreaterThan(1e-4);
    }
  });

  it("glimpseLoss() refuses targets for another number of answers", () => {
    expect(() => glimpseLoss(read(values), targets.slice(1), new Value(spread)))
      .toThrow("Cannot hold 4 answers to 3 targets");
  });
});

describe("readStrips()", () => {
  const params = glimpseParams(READER_SIZES, seeded(1));

  it("readStrips() shows the coarse picture to the eye alone: it changes no answer at the same places", () => {
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

  it("readStrips() refuses a plan of no glimpses, and of no answers", () => {
    const plan = (looks: number, answers: number) => () =>
      runGlimpses(params, strips, "asked", { glimpses: looks, answers });
    expect(plan(0, 4)).toThrow("Cannot read 4 answers by 0 glimpses each");
    expect(plan(2, 0)).toThrow("Cannot read 0 answers by 2 glimpses each");
    expect(plan(1.5, 4)).toThrow("Cannot read 4 answers by 1.5 glimpses each");
  });

  it("readStrips() refuses scenes of another size", () => {
    const image = new Matrix(576, 1);
    expect(() => runGlimpses(params, [{ image, digits: [] }], "asked"))
      .toThrow("Cannot downsample 576×1: expected 480 rows");
    expect(() => runGlimpses(params, [], "asked")).toThrow("Cannot read no strips");
  });
});

describe("glimpsing()", () => {
  const random = seeded(6), params = learner().params, [strip] = strips;
  const shown = stripInputs([strip]), { cell, state0 } = glimpseCell(params, shown);
  const noise = Array.from({ length: 4 }, () => locationNoise(locationSigma(2, 1), random));
  const trace = unroll(cell, noise, state0);

  it("glimpsing() gives a cell that unrolls to the reading at the same places", () => {
    const { glimpses } = unrollGlimpses(
      toValues(params),
      { images: new Value(shown.images), context: new Value(shown.context) },
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

  it("glimpsing() gives a cell whose paths sum to BPTT's gradient", () => {
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
    expect(dparams.Wm.norm()).toBe(0); // no gradient goes through a choice
  });
});

describe("readAll()", () => {
  const params = glimpseParams(READER_SIZES, seeded(1));

  it("readAll() gives the same for the same seed of the eye, and one batch at a time or a hundred", () => {
    const many = makeStrips(digits, { count: 130, split: "test", random: seeded(4) });
    const said = predictLabels(params, many, "asked");
    expect(said.length).toBe(130);
    expect(said.slice(100)).toEqual(predictLabels(params, many.slice(100), "asked"));
    expect(predictLabels(params, many, seeded(1))).toEqual(predictLabels(params, many, seeded(1)));
  });

  it("readAll() stops at the end, and readRight() asks for every label and the end", () => {
    const sure: Params = { ...params, Why: new Matrix(11, READER_SIZES.hidden) };
    const says = (label: number) => ({ ...sure, by: Matrix.column(labels(label)) });
    const [one] = makeStrips(digits, { count: 1, split: "test", random: seeded(1), maxDigits: 1 });
    expect(predictLabels(says(10), [one], "asked")).toEqual([[10]]);
    expect(predictLabels(says(3), [one], "asked")).toEqual([[3, 3, 3, 3]]);
    const { label } = one.digits[0].digit;
    expect(exactlyRead(says(label), [one], "asked")).toEqual([false]);
    expect(exactlyRead(says(label), [one], "asked", { glimpses: 2, answers: 1 })).toEqual([true]);
  });
});

describe("pathOf()", () => {
  it("pathOf() gives the middle of every glimpse in pixels", () => {
    const params = glimpseParams(READER_SIZES, seeded(1)),
      seen = runGlimpses(params, strips, seeded(2));
    const path = fixationPath(seen, 3),
      [, l] = seen.glimpses.map(({ location }) => location.matrix);
    expect(path.length).toBe(8);
    expect(path[1]).toEqual({ y: 6 * (1 + l.at(0, 3)), x: 20 * (1 + l.at(1, 3)) });
    expect(toPixels(0, 0)).toEqual({ y: 6, x: 20 });
    expect(toPixels(-1, 1)).toEqual({ y: 0, x: 40 });
  });
});

describe("spreadOf()", () => {
  it("spreadOf() is σ pixels in halves of the sides, and jitter() draws with it", () => {
    const spread = locationSigma(3, 1000);
    expect([spread.at(0, 5), spread.at(1, 5)]).toEqual([0.5, 0.15]);
    const drawn = locationNoise(spread, seeded(1));
    for (const i of [0, 1]) {
      const size = drawn.sliceRows(i, i + 1).norm() / Math.sqrt(1000);
      expect(Math.abs(size / spread.at(i, 0) - 1)).toBeLessThan(0.08);
    }
    expect(locationNoise(spread, seeded(1))).toEqual(drawn);
    for (const sigma of [0, -1, NaN, Infinity]) {
      expect(() => locationSigma(sigma, 4)).toThrow(`Cannot look with a spread of ${sigma}`);
    }
  });
});

function labels(sure: number): number[] {
  return Array.from({ length: 11 }, (_, n) => n === sure ? 5 : 0);
}
