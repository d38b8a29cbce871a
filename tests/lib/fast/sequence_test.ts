import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import { bptt, type Cell, Matrix, MemoryCell, normal, type Random, seeded, unroll } from "rnn";
import { fastEngine } from "rnn/fast";
import { type CellName, CELLS, columns, difference, makeCell, ROUNDING } from "./reference.ts";

const shapes = fc.record({
  name: fc.constantFrom(...Object.keys(CELLS) as CellName[]),
  D: fc.integer({ min: 1, max: 9 }),
  H: fc.integer({ min: 1, max: 37 }),
  B: fc.integer({ min: 1, max: 9 }),
  T: fc.integer({ min: 1, max: 12 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});
const runs = { seed: 20240, numRuns: 60 };

/** A list of matrices as a record, so that it can be compared like parameters. */
const record = (list: Matrix[]) => Object.fromEntries(list.map((A, n) => [`step ${n + 1}`, A]));

function entering(cell: Cell, B: number, T: number, random: Random) {
  const some = (rows: number) => Array.from({ length: T }, () => normal(1)(rows, B, random));
  return {
    xs: some(cell.inputSize),
    direct: some(cell.stateSize),
    state0: some(cell.stateSize)[0],
  };
}

for (const blas of [false, true]) {
  const engine = fastEngine({ workers: 1, blas });
  describe(`unroll() and bptt() of ${engine.name}, asked with blas: ${blas}`, () => {
    it("give the states and gradients of the float64 path, with a first state and any direct", () => {
      fc.assert(
        fc.property(shapes, ({ name, D, H, B, T, seed }) => {
          const random = seeded(seed), cell = makeCell(name, D, H, random);
          const { xs, direct, state0 } = entering(cell, B, T, random);
          const slow = unroll(cell, xs, state0), fast = engine.unroll(cell, xs, state0);
          const states = [slow, fast].map((trace) => record(trace.map(({ state }) => state)));
          expect(difference(states[0], states[1])).toBeLessThan(ROUNDING);
          const expected = bptt(cell, slow, direct), found = engine.bptt(cell, fast, direct);
          expect(difference(expected.dparams, found.dparams)).toBeLessThan(ROUNDING);
          expect(difference(record(expected.dxs), record(found.dxs!))).toBeLessThan(ROUNDING);
          const ends = [{ d: expected.dstate0 }, { d: found.dstate0 }];
          expect(difference(ends[0], ends[1])).toBeLessThan(ROUNDING);
        }),
        runs,
      );
    });

    it("take classes, and null as a column of zeros", () => {
      const random = seeded(5), cell = makeCell("LSTMCell", 6, 10, random), [T, B] = [4, 3];
      const classes = Int32Array.from({ length: T * B }, (_, n) => n % 7 - 1);
      const steps = Array.from(
        { length: T },
        (_, t) =>
          Array.from({ length: B }, (_, b) => classes[t * B + b] < 0 ? null : classes[t * B + b]),
      );
      const { direct } = entering(cell, B, T, random);
      const expected = bptt(cell, unroll(cell, columns(classes, T, B, 6)), direct);
      const found = engine.bptt(cell, engine.unroll(cell, steps), direct);
      expect(difference(expected.dparams, found.dparams)).toBeLessThan(ROUNDING);
      expect(found.dxs).toBe(undefined);
    });
  });
}

describe("fastEngine()", () => {
  const engine = fastEngine({ workers: 1 });
  const random = seeded(1), cell = makeCell("RNNCell", 3, 4, random);
  const { xs, direct } = entering(cell, 1, 5, random);

  it("refuses a cell without kernels", () => {
    const memory = new MemoryCell(3, 4, random);
    expect(() => engine.unroll(memory, xs)).toThrow(
      "Cannot run a MemoryCell on the fast engine: it knows RNNCell, LSTMCell and GRUCell",
    );
  });

  it("refuses a trace whose memory was used again", () => {
    const first = engine.unroll(cell, xs);
    engine.unroll(cell, xs);
    expect(() => engine.bptt(cell, first, direct)).toThrow(RangeError);
  });

  it("names the step of a bad input", () => {
    const bad = xs.with(2, new Matrix(3, 1).map(() => NaN));
    expect(() => engine.unroll(cell, bad)).toThrow("x_3 must be finite, got NaN");
    expect(() => engine.unroll(cell, [])).toThrow("Cannot unroll an empty sequence");
    expect(() => engine.unroll(cell, [[3]])).toThrow(RangeError);
  });

  it("refuses a number of threads that isn't whole and above zero", () => {
    expect(() => fastEngine({ workers: 0 })).toThrow("Cannot share the work among 0 threads");
    expect(() => fastEngine({ workers: 1.5 })).toThrow(RangeError);
  });
});
