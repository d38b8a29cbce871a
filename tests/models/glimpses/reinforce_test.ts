import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { glimpseSensor } from "rnn/models";
import { gaussian, Matrix, normal, numericalGradient, relativeError, seeded, softmax } from "rnn";
import { gradients, Value } from "rnn/autodiff";
import { renderStrip, STRIP_SHAPE } from "rnn/data";
import { digits } from "../../datasets/digits.ts";
import {
  advantage,
  policyGradientLoss,
  rmsNormalize,
  targetProbability,
} from "../../../models/glimpses/reinforce.ts";

const [digit] = digits;
const strip = renderStrip([{ digit, x: 18, y: 3 }]);

/** Computes a toy reward: the ink in the central 8×8 pixels of a glimpse, which is piecewise constant. */
function inkAt(locations: Matrix): Matrix {
  const images = new Matrix(480, locations.cols);
  strip.image.data.forEach((ink, n) =>
    images.data.fill(ink, n * locations.cols, (n + 1) * locations.cols)
  );
  const seen = new Value(images).apply(glimpseSensor(STRIP_SHAPE), new Value(locations)).matrix
    .sliceRows(
      0,
      64,
    );
  return new Matrix(1, 64).map(() => 1 / 10).matmul(seen);
}

const mean = Matrix.column([-0.1, 0.15]), spread = Matrix.column([0.35, 0.12]);

/** A fine grid of locations around the mean, with the probability of each cell. */
const grid = fineGrid();
function fineGrid() {
  const lines: [y: number, x: number][] = [], side = 90; // 5σ to each side in 90 steps
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      lines.push([-5 + 10 * (i + 0.5) / side, -5 + 10 * (j + 0.5) / side]);
    }
  }
  const at = (axis: 0 | 1) =>
    lines.map((steps) => mean.data[axis] + spread.data[axis] * steps[axis]);
  const locations = Matrix.of([at(0), at(1)]),
    cell = spread.data[0] * spread.data[1] * (10 / side) ** 2;
  return { locations, cell, R: inkAt(locations) };
}

/** Returns the density of every grid location for a mean. */
function density({ data: [y, x] }: Matrix): Float64Array {
  const { locations } = grid, [σy, σx] = spread.data, B = locations.cols;
  return Float64Array.from({ length: B }, (_, n) => {
    const far = ((locations.data[n] - y) / σy) ** 2 + ((locations.data[B + n] - x) / σx) ** 2;
    return Math.exp(-far / 2) / (2 * Math.PI * σy * σx);
  });
}

/** Computes E[R] by enumeration of all locations. */
function expected(): number {
  return density(mean).reduce((sum, p, n) => sum + p * grid.cell * grid.R.data[n], 0);
}

/** Returns −A ∂log π/∂μ of each location, from `policyGradientLoss`: 2 × locations. */
function pushes(locations: Matrix, advantage: Matrix): Matrix {
  const across = (A: Matrix) => new Matrix(2, locations.cols).addColumn(A);
  const μ = new Value(across(mean)), rest = [locations, across(spread), advantage];
  const E = μ.apply(policyGradientLoss, ...rest.map((A) => new Value(A)));
  return gradients(E).get(μ)!;
}

describe("policyGradientLoss", () => {
  const truth = numericalGradient(expected, mean);

  it("has −∂E[R]/∂μ as its expected gradient, by enumeration of all locations", () => {
    const p = new Matrix(1, grid.R.cols, density(mean)).scale(grid.cell);
    expect(p.data.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5);
    const sum = pushes(grid.locations, p.hadamard(grid.R)).sumColumns();
    expect(truth.norm()).toBeGreaterThan(0.5);
    expect(relativeError(sum.scale(-1), truth)).toBeLessThan(1e-8);
  });

  for (const baseline of [0, 2.5]) {
    it(`has that gradient as the mean of 40,000 samples with a baseline of ${baseline}, within 4 standard errors`, () => {
      const random = seeded(5), B = 40_000;
      const locations = new Matrix(2, B).addColumn(mean)
        .add(new Matrix(2, B).addColumn(spread).map((σ) => σ * gaussian(random)));
      const found = pushes(locations, inkAt(locations).map((R) => R - baseline)).scale(-1);
      for (const axis of [0, 1]) {
        const row = found.sliceRows(axis, axis + 1), average = row.sumColumns().at(0) / B;
        const error = row.map((d) => d - average).norm() / B;
        expect(Math.abs(average - truth.at(axis))).toBeLessThan(4 * error);
        expect(error).toBeLessThan(0.1 * truth.norm());
      }
    });
  }

  it("is −A log N(l; μ, σ²) up to terms without μ, and its gradient flows to μ only", () => {
    const random = seeded(2), draw = (rows: number) => normal(1)(rows, 4, random);
    const [μ, l, A] = [draw(2), draw(2), draw(1)], σ = draw(2).map((a) => 0.5 + a * a);
    const values = [μ, l, σ, A].map((M) => new Value(M));
    const E = () => values[0].apply(policyGradientLoss, ...values.slice(1)).sumColumns();
    const logDensity = (μ: Matrix, b: number) =>
      [0, 1].reduce(
        (sum, i) => sum - ((l.at(i, b) - μ.at(i, b)) / σ.at(i, b)) ** 2 / 2 - Math.log(σ.at(i, b)),
        0,
      );
    const moved = μ.map((m) => m + 0.3), other = new Value(moved);
    const difference =
      other.apply(policyGradientLoss, ...values.slice(1)).sumColumns().matrix.at(0) -
      E().matrix.at(0);
    const byHand = [0, 1, 2, 3].reduce(
      (sum, b) => sum - A.at(0, b) * (logDensity(moved, b) - logDensity(μ, b)),
      0,
    );
    expect(difference).toBeCloseTo(byHand, 12);
    const found = gradients(E());
    const numerical = numericalGradient(
      () => new Value(μ).apply(policyGradientLoss, ...values.slice(1)).sumColumns().matrix.at(0),
      μ,
    );
    expect(relativeError(found.get(values[0])!, numerical)).toBeLessThan(1e-8);
    for (const value of values.slice(1)) expect(found.get(value)!.norm()).toBe(0);
  });

  it("refuses shapes that differ", () => {
    const of = (rows: number, cols = 4) => new Value(new Matrix(rows, cols));
    expect(() => of(2).apply(policyGradientLoss, of(2), of(3), of(1)))
      .toThrow("expected one shape and 1 row of advantages, got 2×4, 2×4, 3×4 and 1");
    expect(() => of(2).apply(policyGradientLoss, of(2), of(2), of(2))).toThrow(
      "got 2×4, 2×4, 2×4 and 2",
    );
  });
});

describe("targetProbability()", () => {
  it("is the softmax of the right class, 0 without one, and has no gradient", () => {
    const scores = new Value(normal(3)(5, 4, seeded(1))), targets = Int32Array.of(2, -1, 0, 4);
    const R = scores.apply(targetProbability(targets)), p = softmax(scores.matrix);
    targets.forEach((target, b) => {
      expect(R.matrix.at(0, b)).toBeCloseTo(target < 0 ? 0 : p.at(target, b), 14);
    });
    expect(gradients(R.sumColumns()).has(scores)).toBe(false);
  });

  it("stays finite for scores that are far apart", () => {
    const R = new Value(Matrix.of([[2000, 0], [0, 2000]])).apply(
      targetProbability(Int32Array.of(0, 0)),
    );
    expect([...R.matrix.data]).toEqual([1, 0]);
  });
});

describe("advantage()", () => {
  const targets = [Int32Array.of(3, 1), Int32Array.of(10, -1)];
  const R = Matrix.of([[0.9, 0.2], [0.5, 0]]),
    b = Matrix.of([[1, 1], [0.5, 0.1], [0, 7], [0.2, 7]]);

  it("subtracts the baseline from the reward of each answer, and is 0 without a target", () => {
    const found = new Value(R).apply(advantage(targets), new Value(b)).matrix;
    const want = [[-0.1, -0.8], [0.4, 0.1], [0.5, 0], [0.3, 0]];
    want.flat().forEach((value, n) => expect(found.data[n]).toBeCloseTo(value, 14));
  });

  it("sends its gradient to the baseline, none to the reward", () => {
    const rewards = new Value(R), expected = new Value(b);
    const E = () => {
      const better = rewards.apply(advantage(targets), expected);
      return better.hadamard(better).batchMean();
    };
    const found = gradients(E()), numerical = numericalGradient(() => E().matrix.at(0), b);
    expect(relativeError(found.get(expected)!, numerical)).toBeLessThan(1e-8);
    expect(found.get(rewards)!.norm()).toBe(0);
  });

  it("refuses numbers of glimpses that aren't a multiple of the targets", () => {
    expect(() => new Value(R).apply(advantage(targets), new Value(new Matrix(3, 2))))
      .toThrow("Cannot compute advantages of 3 glimpses with 2 rewards for 2 targets");
  });
});

describe("rmsNormalize", () => {
  it("divides by the root mean square of the entries that aren't 0", () => {
    const A = new Value(Matrix.of([[3, 0, -4, 0]])).apply(rmsNormalize).matrix;
    [3, 0, -4, 0].forEach((a, n) => expect(A.data[n]).toBeCloseTo(a / Math.sqrt(12.5), 14));
    expect([...new Value(new Matrix(1, 4)).apply(rmsNormalize).matrix.data]).toEqual([0, 0, 0, 0]);
  });
});
