import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  bptt,
  CaptionCell,
  type Cell,
  jacobianPaths,
  LSTMCell,
  Matrix,
  normal,
  numericalGradient,
  type Params,
  Readout,
  relativeError,
  RNNCell,
  seeded,
  sequenceLoss,
  stacked,
  unroll,
} from "rnn";
import { everyCell, sequence } from "./cells/cells.ts";

const T = 5;

/** E = Σ_t Σ direct_t ∘ state_t: a loss whose gradient on state_t is direct_t. */
function linearLoss(cell: Cell, xs: Matrix[], direct: Matrix[], state0: Matrix): number {
  return unroll(cell, xs, state0)
    .reduce((sum, { state }, n) => sum + dot(state, direct[n]), 0);
}

function dot(A: Matrix, B: Matrix): number {
  return A.hadamard(B).data.reduce((sum, a) => sum + a, 0);
}

for (const batch of [1, 3]) {
  for (const [name, cell] of Object.entries(everyCell(1, batch))) {
    const { xs, direct, state0 } = sequence(cell, T, batch);
    const E = () => linearLoss(cell, xs, direct, state0);
    const back = bptt(cell, unroll(cell, xs, state0), direct);

    describe(`bptt() of ${name}, batch ${batch}`, () => {
      for (const [param, W] of Object.entries(cell.params)) {
        it(`bptt() matches finite differences for ${param}`, () => {
          expect(relativeError(back.dparams[param], numericalGradient(E, W))).toBeLessThan(1e-7);
          expect(back.dparams[param].norm()).toBeGreaterThan(1e-3);
        });
      }
      it("bptt() matches finite differences for every x_t and for state_0", () => {
        xs.forEach((x, t) =>
          expect(relativeError(back.dxs[t], numericalGradient(E, x))).toBeLessThan(1e-7)
        );
        expect(relativeError(back.dstate0, numericalGradient(E, state0))).toBeLessThan(1e-7);
      });
    });

    describe(`jacobianPaths() of ${name}, batch ${batch}`, () => {
      it("term() sums to bptt() within 1e-12 of the sum of the norms", () => {
        const columns = Array.from({ length: batch }, (_, b) => b);
        const terms = columns.flatMap((b) => sequenceTerms(name, cell, b, xs, direct, state0));
        for (const param of Object.keys(cell.params)) {
          const parts = terms.map((term) => term[param]);
          const sum = parts.reduce((a, b) => a.add(b));
          const size = parts.reduce((total, part) => total + part.norm(), 0);
          expect(sum.subtract(back.dparams[param]).norm()).toBeLessThanOrEqual(1e-12 * size);
        }
      });
    });
  }
}

/** All the terms (t, k) of one sequence of a batch. */
function sequenceTerms(
  name: string,
  cell: Cell,
  b: number,
  xs: Matrix[],
  direct: Matrix[],
  state0: Matrix,
) {
  const one = name === "CaptionCell"
    ? (cell as CaptionCell).withContext((cell as CaptionCell).v!.column(b))
    : cell;
  const trace = unroll(one as Cell, xs.map((x) => x.column(b)), state0.column(b));
  const paths = jacobianPaths(one as Cell, trace, direct.map((d) => d.column(b)));
  const pairs = trace.flatMap((_, t) => trace.slice(0, t + 1).map((_, k) => [t + 1, k + 1]));
  return pairs.map(([t, k]) => paths.term(t, k));
}

for (const [name, cell] of Object.entries(everyCell())) {
  it(`jacobian() of ${name} matches finite differences`, () => {
    const { xs, state0 } = sequence(cell, 3, 1);
    const { x, statePrev } = unroll(cell, xs, state0)[2];
    const J = cell.jacobian(cell.step(x, statePrev));
    for (let i = 0; i < cell.stateSize; i++) {
      const row = numericalGradient(() => cell.step(x, statePrev).state.at(i), statePrev);
      const error = J.T.column(i).subtract(row).norm();
      expect(error).toBeLessThanOrEqual(1e-7 * Math.max(row.norm(), 1e-3));
    }
  });

  it(`jacobian() of ${name} refuses a batch`, () => {
    const batched = everyCell(1, 3)[name];
    const { xs, state0 } = sequence(batched, 1, 3);
    expect(() => batched.jacobian(batched.step(xs[0], state0)))
      .toThrow("Cannot take the Jacobian of a batch of 3: it belongs to one sequence");
  });

  it(`backward() of ${name} refuses a gradient of another shape`, () => {
    const { xs, state0 } = sequence(cell, 1, 1);
    expect(() => cell.backward(cell.step(xs[0], state0), new Matrix(1, 2)))
      .toThrow(
        `Cannot step back: dstate is 1×2, the state is ${cell.stateSize}×1`,
      );
  });
}

describe("CaptionCell", () => {
  it("bptt() gives the gradient on the image, summed over time", () => {
    const cell = everyCell(1, 3).CaptionCell as CaptionCell;
    const { xs, direct, state0 } = sequence(cell, T, 3);
    const { dcontext } = bptt(cell, unroll(cell, xs, state0), direct);
    const dv = numericalGradient(() => linearLoss(cell, xs, direct, state0), cell.v!);
    expect(relativeError(dcontext!, dv)).toBeLessThan(1e-7);
  });

  it("step() refuses to run without an image", () => {
    const cell = new CaptionCell(3, 4, 2, seeded(1));
    expect(() => cell.step(new Matrix(3, 1), new Matrix(4, 1)))
      .toThrow("Cannot caption without an image: call seeing(v) first");
  });

  it("seeing() refuses an image of another size or with NaN", () => {
    const cell = new CaptionCell(3, 4, 2, seeded(1));
    expect(() => cell.withContext(new Matrix(5, 1))).toThrow(
      "Cannot see 5×1: the image has 2 features",
    );
    expect(() => cell.withContext(Matrix.column([1, NaN]))).toThrow("v holds NaN");
  });
});

describe("LSTMCell", () => {
  it("blocks() keeps the gradient exactly with f = 1 and i = 0", () => {
    const cell = new LSTMCell(2, 3, seeded(1), normal(0));
    cell.params.bf.data.fill(100); // σ(100) is 1 to the last bit
    cell.params.bi.data.fill(-800); // σ(−800) is 0
    const step = cell.step(new Matrix(2, 1), normal(1)(6, 1, seeded(2)));
    expect(cell.blocks(step).cc.data).toEqual(Matrix.identity(3).data);
    expect(cell.blocks(step).ch.norm()).toBe(0);
  });
});

describe("stacked()", () => {
  it("stacked() names the weights by layer and puts the last state lowest", () => {
    const random = seeded(1);
    const cell = stacked(new RNNCell(2, 3, random), new RNNCell(3, 4, random));
    expect(Object.keys(cell.params).slice(0, 2)).toEqual(["layer1.Wxh", "layer1.Whh"]);
    const step = cell.step(new Matrix(2, 1), new Matrix(7, 1));
    expect(step.state.sliceRows(3).data).toEqual(step.h.data);
  });

  it("stacked() gives the gradient on the context that one layer sees, and refuses several", () => {
    const random = seeded(1), v = normal(1)(2, 1, random);
    const caption = new CaptionCell(3, 4, 2, random, normal(0.6)).withContext(v);
    const cell = stacked(new RNNCell(2, 3, random), caption, new RNNCell(4, 2, random));
    const { xs, direct, state0 } = sequence(cell, T, 1);
    const { dcontext } = bptt(cell, unroll(cell, xs, state0), direct);
    const dv = numericalGradient(() => linearLoss(cell, xs, direct, state0), v);
    expect(relativeError(dcontext!, dv)).toBeLessThan(1e-7);
    const two = stacked(caption, new CaptionCell(4, 4, 2, random).withContext(v));
    const step = two.step(new Matrix(3, 1), new Matrix(8, 1));
    expect(() => two.backward(step, step.state))
      .toThrow("Cannot step back: 2 layers see a context, one may");
  });

  it("stacked() refuses layers that don't fit, and no layers", () => {
    const random = seeded(1);
    expect(() => stacked(new RNNCell(2, 3, random), new RNNCell(5, 4, random)))
      .toThrow("Cannot stack layer 2 on layer 1: it takes 5 inputs, not 3");
    expect(() => stacked()).toThrow("Cannot stack no cells");
  });
});

for (const batch of [1, 3]) {
  it(`sequenceLoss() matches finite differences through the readout and the cell, batch ${batch}`, () => {
    const cell = everyCell(3, batch).LSTMCell;
    const readout = new Readout(4, 5, seeded(4), normal(0.7));
    const { xs, state0 } = sequence(cell, T, batch);
    const targets = Array.from(
      { length: T },
      (_, t) => Array.from({ length: batch }, (_, b) => (t + b) % 4 === 1 ? null : (2 * t + b) % 5),
    );
    const run = () => sequenceLoss(readout, unroll(cell, xs, state0), targets);
    const { direct, dparams } = run();
    const back = bptt(cell, unroll(cell, xs, state0), direct);
    const all: Params = { ...cell.params, ...readout.params };
    for (const [name, d] of Object.entries({ ...back.dparams, ...dparams })) {
      expect(relativeError(d, numericalGradient(() => run().loss, all[name]))).toBeLessThan(1e-7);
    }
  });
}
