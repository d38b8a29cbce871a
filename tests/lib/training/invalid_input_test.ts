import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Matrix, Readout, RNNCell, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { adam, optimizerStep, readableEngine, sgd, textBatches, train } from "rnn/train";

describe("optimizerStep()", () => {
  it("refuses a gradient that is missing, has another shape or NaN, and changes nothing", () => {
    const A = Matrix.of([[1, 2], [3, 4]]), before = A.data.slice();
    const step = (gradients: Record<string, Matrix>) => () =>
      optimizerStep({ A }, sgd(1))(gradients);
    for (const refused of [step({}), step({ A: new Matrix(1, 1) }), step({ A: A.scale(NaN) })]) {
      expect(refused).toThrow(RangeError);
      expect(A.data).toEqual(before);
    }
  });
});

describe("adam()", () => {
  it("does not change a weight if ε = 0 and its squared gradient underflows", () => {
    const w = new Float64Array([1]), state = [new Float64Array(1), new Float64Array(1)];
    adam(0.1, 0.9, 0.999, 0).update(w, new Float64Array([1e-170]), state, 1);
    expect(w[0]).toBe(1);
  });
});

describe("textBatches()", () => {
  const classes = Array.from({ length: 41 }, (_, n) => n % 3);
  const options = { steps: 4, size: 2, once: true };

  it("refuses to skip a negative number of batches", () => {
    expect(() => textBatches(classes, { ...options, skip: -1 }).next()).toThrow(RangeError);
  });

  it("is empty if all batches of a single pass are skipped", () => {
    const all = [...textBatches(classes, options)].length;
    expect(all).toBe(5);
    expect([...textBatches(classes, { ...options, skip: all })]).toEqual([]);
  });
});

describe("train()", () => {
  it("refuses a readout that does not read the cell's hidden units, with both engines", async () => {
    const random = seeded(3), cell = new RNNCell(2, 8, random);
    const batch = textBatches([0, 1, 0, 1, 0, 1, 0, 1, 0], { steps: 4, size: 2 });
    for (const engine of [readableEngine, fastEngine({ workers: 1, blas: false })]) {
      for (const H of [7, 9]) {
        const model = { cell, readout: new Readout(H, 2, random) };
        await expect(train(model, batch, { optimizer: sgd(0.1), steps: 1, engine })).rejects
          .toThrow(
            `Cannot train: the readout must read the cell's 8 hidden units, it reads ${H}`,
          );
      }
    }
  });

  it("refuses to report a loss if no batch has a target", async () => {
    const random = seeded(3);
    const model = { cell: new RNNCell(2, 3, random), readout: new Readout(3, 2, random) };
    const targets = new Int32Array(4).fill(-1);
    const batch = { steps: 2, size: 2, xs: new Int32Array(4), targets, fresh: true };
    await expect(train(model, [batch], { optimizer: sgd(0.1), steps: 1 }))
      .rejects.toThrow("Cannot report the loss");
  });
});
