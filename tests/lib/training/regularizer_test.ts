import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  bptt,
  GRUCell,
  Matrix,
  normal,
  numericalGradient,
  orthogonal,
  Readout,
  relativeError,
  RNNCell,
  seeded,
  sequenceLoss,
  unroll,
} from "rnn";
import { type Clip, omega, readableEngine, sgd } from "rnn/train";
import { temporalOrder } from "rnn/data";
import { fastEngine } from "rnn/fast";
import { difference } from "../fast/reference.ts";

/** An RNN over a small batch, its trace and ∂E/∂h_t. */
function example(std: number) {
  const random = seeded(4), cell = new RNNCell(3, 5, random, normal(std));
  const readout = new Readout(5, 3, random, normal(0.5));
  const xs = Array.from({ length: 6 }, () => normal(1)(3, 2, random));
  const trace = unroll(cell, xs);
  const { direct } = sequenceLoss(readout, trace, [...Array(5).fill(null), [0, 2]]);
  return { cell, trace, dstates: bptt(cell, trace, direct).dstates };
}

describe("omega()", () => {
  for (const std of [0.1, 0.8]) {
    it(`∂⁺Ω/∂Whh agrees with finite differences, weights of ${std}`, () => {
      const { cell, trace, dstates } = example(std);
      const { dWhh } = omega(cell, trace, dstates);
      const moved = numericalGradient(() => omega(cell, trace, dstates).omega, cell.params.Whh);
      expect(relativeError(dWhh, moved)).toBeLessThan(1e-7);
    });
  }

  it("is 0 where every Jacobian keeps lengths, and 1 where it sends nothing back", () => {
    const random = seeded(1), cell = new RNNCell(2, 4, random, orthogonal());
    const still = unroll(cell, Array.from({ length: 4 }, () => new Matrix(2, 1)));
    const dstates = still.map(() => normal(1)(4, 1, random));
    expect(omega(cell, still, dstates).omega).toBeLessThan(1e-24);
    cell.params.Whh.data.fill(0);
    expect(omega(cell, still, dstates).omega).toBe(1);
  });

  it("leaves out silent steps and refuses gradients of another trace", () => {
    const { cell, trace, dstates } = example(0.5);
    const silent = dstates.map((d, t) => t < 3 ? d.scale(0) : d);
    const loud = omega(cell, trace.slice(3), dstates.slice(3));
    expect(omega(cell, trace, silent).omega).toBe(loud.omega);
    expect(omega(cell, trace, dstates.map((d) => d.scale(0))).omega).toBe(0);
    expect(() => omega(cell, trace, dstates.slice(1))).toThrow(
      "Cannot compare 5 gradients with 6 steps",
    );
  });
});

describe("training with a regularizer", () => {
  const task = temporalOrder(12), batch = task.batch(20, seeded(3));
  const make = () => {
    const random = seeded(9);
    return { cell: new RNNCell(6, 11, random, normal(0.4)), readout: new Readout(11, 4, random) };
  };

  it("adds α ∂Ω/∂Whh to the gradient, in both engines alike", async () => {
    const start = (α: number, engine = readableEngine) =>
      engine.train(make(), sgd(0.1), { regularizer: α });
    const [without, readable] = [await start(0), await start(4)];
    const fast = [true, false].map((blas) => fastEngine({ workers: 2, blas }));
    for (const trainer of [without, readable]) trainer.gradients(batch);
    const expected = readable.readGradients();
    expect(difference(expected, without.readGradients())).toBeGreaterThan(0.1);
    for (const engine of fast) {
      const trainer = await engine.train(make(), sgd(0.1), { regularizer: 4 });
      trainer.gradients(batch);
      expect(difference(expected, trainer.readGradients())).toBeLessThan(1e-5);
      trainer.close();
    }
  });

  it("refuses a weight below zero and a cell without Whh", () => {
    const train = (α: number, cell = make().cell) => () =>
      readableEngine.train({ cell, readout: new Readout(11, 4, seeded(1)) }, sgd(0.1), {
        regularizer: α,
        clip: undefined as Clip | undefined,
      });
    expect(train(-1)).toThrow("Cannot regularize with a weight of -1");
    expect(train(1, new GRUCell(6, 11, seeded(1)) as unknown as RNNCell)).toThrow(
      "Cannot regularize a GRUCell: Ω is of an RNNCell's Whh",
    );
  });
});
