import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { bptt, seeded, unroll } from "rnn";
import { fastEngine } from "rnn/fast";
import {
  type CellName,
  CELLS,
  classSteps,
  difference,
  listDifference,
  makeCell,
  oneHotSteps,
  randomSteps,
  ROUNDING,
} from "./reference.ts";

const shapes = fc.record({
  name: fc.constantFrom(...Object.keys(CELLS) as CellName[]),
  D: fc.integer({ min: 1, max: 9 }),
  H: fc.integer({ min: 1, max: 37 }),
  B: fc.integer({ min: 1, max: 9 }),
  T: fc.integer({ min: 1, max: 12 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});
const runs = { seed: 20240, numRuns: 60 };

for (const blas of [false, true]) {
  const engine = fastEngine({ workers: 1, blas });
  describe(`unroll() and bptt() of ${engine.name}, with blas: ${blas}`, () => {
    it("agree with the float64 functions, for any first state and any direct gradients", () => {
      const property = fc.property(shapes, ({ name, D, H, B, T, seed }) => {
        const random = seeded(seed), cell = makeCell(name, D, H, random);
        const xs = randomSteps(T, D, B, random), direct = randomSteps(T, cell.stateSize, B, random);
        const [state0] = randomSteps(1, cell.stateSize, B, random);
        const slow = unroll(cell, xs, state0), fast = engine.unroll(cell, xs, state0);
        const [expectedStates, states] = [slow, fast].map((trace) => trace.map((s) => s.state));
        expect(listDifference(expectedStates, states)).toBeLessThan(ROUNDING);
        const expected = bptt(cell, slow, direct), found = engine.bptt(cell, fast, direct);
        expect(difference(expected.dparams, found.dparams)).toBeLessThan(ROUNDING);
        expect(listDifference(expected.dxs, found.dxs!)).toBeLessThan(ROUNDING);
        expect(listDifference([expected.dstate0], [found.dstate0])).toBeLessThan(ROUNDING);
      });
      fc.assert(property, runs);
    });

    it("take classes, and null as a column of zeros", () => {
      const random = seeded(5), cell = makeCell("LSTMCell", 6, 10, random), [T, B] = [4, 3];
      const classes = Int32Array.from({ length: T * B }, (_, n) => n % 7 - 1);
      const steps = classSteps(classes, T, B), direct = randomSteps(T, cell.stateSize, B, random);
      const expected = bptt(cell, unroll(cell, oneHotSteps(steps, 6)), direct);
      const found = engine.bptt(cell, engine.unroll(cell, steps), direct);
      expect(difference(expected.dparams, found.dparams)).toBeLessThan(ROUNDING);
      expect(found.dxs).toBe(undefined);
    });
  });
}
