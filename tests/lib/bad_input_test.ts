import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { adam, optimizerStep, sgd, textBatches, train } from "rnn/train";
import { adding, copy, errorRate } from "rnn/data";
import {
  angle,
  jacobianPaths,
  Matrix,
  normal,
  Readout,
  relativeError,
  RNNCell,
  seeded,
  sequenceLoss,
  squaredError,
  unroll,
} from "rnn";
import { datePairs } from "rnn/models";

const random = seeded(3);
const A = normal(1)(2, 2, random);
const holding = (value: number) => new Matrix(2, 2, new Float64Array([1, value, 2, 3]));
const cell = new RNNCell(2, 3, random), readout = new Readout(3, 2, random);
const trace = unroll(cell, [new Matrix(2, 1), new Matrix(2, 1)]);
const nothing = new Int32Array(4).fill(-1);
const classes = Array.from({ length: 41 }, (_, n) => n % 3);

const REFUSED: [string, () => unknown, string][] = [
  ["a half index", () => A.at(0.5), "Cannot read entry [0.5,0] of a 2×2 matrix"],
  ["a half column", () => A.column(0.5), "Cannot take column 0.5 of a 2×2 matrix"],
  ["half rows", () => A.sliceRows(0.5, 1.5), "Cannot take rows 0.5 to 1.5 of a 2×2 matrix"],
  ["no blocks", () => Matrix.blocks([]), "Cannot join no blocks"],
  ["a row of no blocks", () => Matrix.blocks([[A], []]), "Cannot join no blocks"],
  [
    "an angle to NaN",
    () => angle({ A }, { A: holding(NaN) }),
    "Cannot compare gradients of size NaN",
  ],
  ["an angle to nothing", () => angle({ A }, {}), "Cannot compare A: 2×2 and none"],
  ["an error of NaN", () => relativeError(A, holding(NaN)), "Cannot compare gradients of size NaN"],
  [
    "an error of other shapes",
    () => relativeError(new Matrix(2, 3), new Matrix(3, 2)),
    "Cannot subtract 2×3 and 3×2",
  ],
  ["outputs of NaN", () => squaredError(holding(NaN), A), "outputs holds NaN"],
  [
    "a target that is forgotten",
    () => sequenceLoss(readout, trace, [0, undefined] as unknown as number[]),
    "Cannot use target undefined: the classes are 0 to 1 (step 2)",
  ],
  [
    "a direct gradient of NaN",
    () => jacobianPaths(cell, trace, [new Matrix(3, 1), new Matrix(3, 1).map(() => NaN)]),
    "direct[1] holds NaN",
  ],
  [
    "another shape",
    () => optimizerStep({ A }, sgd(1))({ A: new Matrix(1, 1) }),
    "Cannot update A: its gradient must be 2×2, got 1×1",
  ],
  [
    "a missing gradient",
    () => optimizerStep({ A }, sgd(1))({}),
    "Cannot update A: its gradient must be 2×2, got none",
  ],
  ["a gradient of NaN", () => optimizerStep({ A }, sgd(1))({ A: holding(NaN) }), "∂E/∂A holds NaN"],
  [
    "a negative skip",
    () => textBatches(classes, { steps: 4, size: 2, skip: -1 }).next(),
    "Cannot make batches: skip must be a non-negative integer, got -1",
  ],
  [
    "more days than there are",
    () => datePairs(80_000, random),
    "Cannot write 80000 dates: there are 73049 days",
  ],
  [
    "days that aren't a number",
    () => datePairs(NaN, random),
    "Cannot write NaN dates: there are 73049 days",
  ],
];

describe("bad input never gives NaN, undefined or half a result", () => {
  for (const [what, work, message] of REFUSED) {
    it(`${what}: ${message}`, () => {
      const before = A.data.slice();
      expect(work).toThrow(new RangeError(message));
      expect(A.data).toEqual(before);
    });
  }

  it("a training that is never asked for anything says so", async () => {
    const batch = { steps: 2, size: 2, xs: new Int32Array(4), targets: nothing, fresh: true };
    await expect(train({ cell, readout }, [batch], { optimizer: sgd(0.1), steps: 1 }))
      .rejects.toThrow("Cannot report the loss: no batch has a target");
  });

  it("passing over all batches of a text that is read once leaves none", () => {
    const options = { steps: 4, size: 2, once: true };
    const all = [...textBatches(classes, options)].length;
    expect(all).toBe(5);
    expect([...textBatches(classes, { ...options, skip: all })]).toEqual([]);
  });

  it("scores of NaN are no answers: classes are refused, numbers count as wrong", () => {
    const [classes, numbers] = [copy(2), adding(10)].map((task) => {
      const model = {
        cell: new RNNCell(task.inputSize, 3, random),
        readout: new Readout(3, task.outputSize, random),
      };
      model.readout.params.by.data.fill(NaN);
      return () => errorRate(task, model, 5, random);
    });
    expect(classes).toThrow(new RangeError("scores holds NaN"));
    expect(numbers()).toBe(1);
  });

  it("angle() of gradients whose products are too small to hold is right", () => {
    const tiny = A.scale(1e-200);
    expect(angle({ A: tiny }, { A: tiny })).toBeLessThan(1e-5);
    expect(angle({ A: tiny }, { A: tiny.scale(-1) })).toBeGreaterThan(180 - 1e-5);
  });

  it("adam() without ε keeps a weight whose squared gradient is too small to hold", () => {
    const w = new Float64Array([1]);
    adam(0.1, 0.9, 0.999, 0).update(w, new Float64Array([1e-170]), [
      new Float64Array(1),
      new Float64Array(1),
    ], 1);
    expect(w[0]).toBe(1);
  });
});
