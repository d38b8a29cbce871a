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

/** Returns an RNN, its trace over a small batch, and ∂E/∂h_t. */
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
    it(`∂⁺Ω/∂Whh agrees with finite differences for weights of standard deviation ${std}`, () => {
      const { cell, trace, dstates } = example(std);
      const { dWhh } = omega(cell, trace, dstates);
      const moved = numericalGradient(() => omega(cell, trace, dstates).omega, cell.params.Whh);
      expect(relativeError(dWhh, moved)).toBeLessThan(1e-7);
    });
  }

  it("is 0 if every Jacobian preserves norms, and 1 if every Jacobian is zero", () => {
    const random = seeded(1), cell = new RNNCell(2, 4, random, orthogonal());
    const still = unroll(cell, Array.from({ length: 4 }, () => new Matrix(2, 1)));
    const dstates = still.map(() => normal(1)(4, 1, random));
    expect(omega(cell, still, dstates).omega).toBeLessThan(1e-24);
    cell.params.Whh.data.fill(0);
    expect(omega(cell, still, dstates).omega).toBe(1);
  });

  it("skips steps without a gradient, and throws if the gradients are those of another trace", () => {
    const { cell, trace, dstates } = example(0.5);
    const sparse = dstates.map((d, t) => t < 3 ? d.scale(0) : d);
    const counted = omega(cell, trace.slice(3), dstates.slice(3));
    expect(omega(cell, trace, sparse).omega).toBe(counted.omega);
    expect(omega(cell, trace, dstates.map((d) => d.scale(0))).omega).toBe(0);
    expect(() => omega(cell, trace, dstates.slice(1))).toThrow(
      "Cannot regularize: a trace of 6 steps needs as many gradients, got 5",
    );
  });
});

describe("training with a regularizer", () => {
  const task = temporalOrder(12), batch = task.batch(20, seeded(3));
  const make = () => {
    const random = seeded(9);
    return { cell: new RNNCell(6, 11, random, normal(0.4)), readout: new Readout(11, 4, random) };
  };

  it("adds α ∂⁺Ω/∂Whh to the gradient in both engines", async () => {
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

  it("throws if the weight is negative or the cell has no Whh", () => {
    const train = (α: number, cell = make().cell) => () =>
      readableEngine.train({ cell, readout: new Readout(11, 4, seeded(1)) }, sgd(0.1), {
        regularizer: α,
        clip: undefined as Clip | undefined,
      });
    expect(train(-1)).toThrow("Cannot regularize: α must be finite and non-negative, got -1");
    expect(train(1, new GRUCell(6, 11, seeded(1)) as unknown as RNNCell)).toThrow(
      "Cannot regularize: Ω is defined for the Whh of an RNNCell, got GRUCell",
    );
  });
});
