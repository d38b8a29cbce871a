import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import fc from "fast-check";
import {
  bptt,
  CaptionCell,
  type Cell,
  GRUCell,
  jacobianPaths,
  LSTMCell,
  Matrix,
  MemoryCell,
  normal,
  numericalGradient,
  RNNCell,
  seeded,
  softmax,
  stacked,
  unroll,
  Vocabulary,
} from "rnn";

// One seed, so that a failure is the same on every machine; fast-check prints how to replay it.
const settings = { seed: 20240, numRuns: 60 };
const STEP = 1e-5;

/** What a run of a cell is made from; everything else follows by the seed. */
const run = fc.record({
  kind: fc.constantFrom("rnn", "caption", "memory", "lstm", "gru", "stacked"),
  D: fc.integer({ min: 1, max: 4 }),
  H: fc.integer({ min: 1, max: 5 }),
  T: fc.integer({ min: 1, max: 6 }),
  batch: fc.integer({ min: 1, max: 4 }),
  std: fc.double({ min: 0.01, max: 2, noNaN: true }),
  seed: fc.integer(),
});
type Run = typeof run extends fc.Arbitrary<infer R> ? R : never;

function build({ kind, D, H, batch, std, seed }: Run): Cell {
  const [random, init] = [seeded(seed), normal(std)];
  switch (kind) {
    case "rnn":
      return new RNNCell(D, H, random, init);
    case "caption":
      return new CaptionCell(D, H, 2, random, init).withContext(normal(1)(2, batch, random));
    case "memory":
      return new MemoryCell(D, H, random, init);
    case "lstm":
      return new LSTMCell(D, H, random, init);
    case "gru":
      return new GRUCell(D, H, random, init);
    default:
      return stacked(new RNNCell(D, H, random, init), new LSTMCell(H, H, random, init));
  }
}

function input(cell: Cell, { T, batch, seed }: Run) {
  const random = seeded(seed ^ 0x5bd1e995);
  const draw = (rows: number) => Array.from({ length: T }, () => normal(1)(rows, batch, random));
  return { xs: draw(cell.inputSize), direct: draw(cell.stateSize) };
}

function linearLoss(cell: Cell, xs: Matrix[], direct: Matrix[]): number {
  const dot = (A: Matrix, B: Matrix) => A.hadamard(B).data.reduce((sum, a) => sum + a, 0);
  return unroll(cell, xs).reduce((sum, { state }, n) => sum + dot(state, direct[n]), 0);
}

describe("for every cell, size, length and batch", () => {
  it("unroll() keeps the shapes, and h is the end of the state", () => {
    fc.assert(
      fc.property(run, (chosen) => {
        const cell = build(chosen);
        const trace = unroll(cell, input(cell, chosen).xs);
        expect(trace.length).toBe(chosen.T);
        for (const { h, state } of trace) {
          expect(state.shape).toBe(`${cell.stateSize}×${chosen.batch}`);
          expect(state.sliceRows(cell.stateSize - cell.hiddenSize).data).toEqual(h.data);
        }
      }),
      settings,
    );
  });

  it("bptt() is the finite difference of the loss, within what rounding allows", () => {
    fc.assert(
      fc.property(run, (chosen) => {
        const cell = build(chosen);
        const { xs, direct } = input(cell, chosen);
        const back = bptt(cell, unroll(cell, xs), direct);
        const E = () => linearLoss(cell, xs, direct);
        // rounding of E, and of the sums in it, over the step; the curvature, over the size of the weights
        const size = direct.reduce((sum, d) => sum + d.norm() * Math.sqrt(d.rows), 0);
        const tolerance = 64 * Number.EPSILON * (Math.abs(E()) + size) / STEP + 1e-6 * size;
        for (const [name, W] of Object.entries(cell.params)) {
          const error = back.dparams[name].subtract(numericalGradient(E, W, STEP));
          expect(Math.max(...error.data.map(Math.abs))).toBeLessThanOrEqual(tolerance);
        }
      }),
      settings,
    );
  });

  it("the terms of jacobianPaths() add up to bptt()", () => {
    fc.assert(
      fc.property(run, (chosen) => {
        const one = { ...chosen, batch: 1 };
        const cell = build(one);
        const { xs, direct } = input(cell, one);
        const trace = unroll(cell, xs);
        const paths = jacobianPaths(cell, trace, direct);
        const { dparams } = bptt(cell, trace, direct);
        for (const name of Object.keys(dparams)) {
          const terms = pairs(one.T).map(([t, k]) => paths.term(t, k)[name]);
          const size = terms.reduce((sum, term) => sum + term.norm(), 0);
          const error = terms.reduce((a, b) => a.add(b)).subtract(dparams[name]).norm();
          expect(error).toBeLessThanOrEqual(1e-12 * size);
        }
      }),
      settings,
    );
  });

  it("a batch gives what its sequences give one by one", () => {
    fc.assert(
      fc.property(run, (chosen) => {
        const cell = build(chosen);
        const { xs } = input(cell, chosen);
        const together = unroll(cell, xs);
        for (let b = 0; b < chosen.batch; b++) {
          const own = cell instanceof CaptionCell ? cell.withContext(cell.v!.column(b)) : cell;
          const alone = unroll(own, xs.map((x) => x.column(b)));
          const error = together.map(({ state }, n) => state.column(b).subtract(alone[n].state));
          for (const e of error) expect(e.norm()).toBeLessThan(1e-13);
        }
      }),
      settings,
    );
  });

  it("the same seed gives the same bits", () => {
    fc.assert(
      fc.property(run, (chosen) => {
        const bits = () => {
          const cell = build(chosen);
          const { xs, direct } = input(cell, chosen);
          return bptt(cell, unroll(cell, xs), direct).dparams;
        };
        expect(bits()).toEqual(bits());
      }),
      settings,
    );
  });
});

describe("for every vector and text", () => {
  const eighths = (most: number) => fc.integer({ min: -8 * most, max: 8 * most }).map((n) => n / 8);
  const scores = fc.array(eighths(1e6), { minLength: 1 });

  it("softmax() sums to 1 and doesn't see a shift", () => {
    fc.assert(
      fc.property(scores, eighths(1e3), (s, shift) => {
        const p = softmax(Matrix.column(s));
        expect(Math.abs(p.data.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
        const moved = softmax(Matrix.column(s.map((value) => value + shift)));
        expect(p.subtract(moved).norm()).toBe(0); // eighths add up without rounding
      }),
      settings,
    );
  });

  it("decode() undoes encode()", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (text) => {
        const vocabulary = new Vocabulary(text);
        expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
      }),
      settings,
    );
  });

  it("matmul() agrees with the sum over k, for every shape", () => {
    const size = fc.integer({ min: 0, max: 13 });
    fc.assert(
      fc.property(size, size, size, fc.integer(), (m, n, p, seed) => {
        const random = seeded(seed);
        const [A, B] = [normal(1)(m, n, random), normal(1)(n, p, random)];
        const C = A.matmul(B);
        for (const [i, j] of product(m, p)) {
          let sum = 0;
          for (let k = 0; k < n; k++) sum += A.at(i, k) * B.at(k, j);
          expect(Math.abs(C.at(i, j) - sum)).toBeLessThanOrEqual(
            1e-14 * (n + 1) * (1 + Math.abs(sum)),
          );
        }
      }),
      settings,
    );
  });
});

/** All (t, k) with T ≥ t ≥ k ≥ 1. */
function pairs(T: number): [number, number][] {
  return product(T, T).map(([t, k]) => [t + 1, k + 1] as [number, number]).filter(([t, k]) =>
    t >= k
  );
}

function product(m: number, n: number): [number, number][] {
  return Array.from({ length: m * n }, (_, index) => [Math.floor(index / n), index % n]);
}
