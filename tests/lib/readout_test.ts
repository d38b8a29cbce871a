import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  bptt,
  Matrix,
  normal,
  numericalGradient,
  type Params,
  Readout,
  relativeError,
  RNNCell,
  seeded,
  sequenceLoss,
  unroll,
} from "rnn";
import { everyCell } from "./cells/every_cell.ts";
import { sequence } from "./cells/sequence.ts";

const T = 5;

describe("sequenceLoss()", () => {
  for (const batch of [1, 3]) {
    it(`matches finite differences through readout and cell with a batch of ${batch}`, () => {
      const cell = everyCell(3, batch).LSTMCell;
      const readout = new Readout(4, 5, seeded(4), normal(0.7));
      const { xs, state0 } = sequence(cell, T, batch);
      const target = (t: number, b: number) => (t + b) % 4 === 1 ? null : (2 * t + b) % 5;
      const targets = xs.map((_, t) => Array.from({ length: batch }, (_, b) => target(t, b)));
      const run = () => sequenceLoss(readout, unroll(cell, xs, state0), targets);
      const { direct, dparams } = run();
      const back = bptt(cell, unroll(cell, xs, state0), direct);
      const all: Params = { ...cell.params, ...readout.params };
      for (const [name, d] of Object.entries({ ...back.dparams, ...dparams })) {
        expect(relativeError(d, numericalGradient(() => run().loss, all[name]))).toBeLessThan(1e-7);
      }
    });
  }

  it("names the time step of an invalid target, and refuses a missing one", () => {
    const readout = new Readout(3, 2, seeded(1));
    const trace = unroll(new RNNCell(2, 3, seeded(1)), [new Matrix(2, 1), new Matrix(2, 1)]);
    expect(() => sequenceLoss(readout, trace, [0, 2]))
      .toThrow("Cannot use target 2: it must be an integer from 0 to 1 (step 2)");
    expect(() => sequenceLoss(readout, trace, [0, undefined] as unknown as number[]))
      .toThrow("Cannot use target undefined: it must be an integer from 0 to 1 (step 2)");
    expect(() => sequenceLoss(readout, trace, [0]))
      .toThrow("Cannot compute the loss: expected 2 targets, one per time step, got 1");
  });
});
