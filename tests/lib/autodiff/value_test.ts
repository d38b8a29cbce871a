import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  bptt,
  jacobianPaths,
  Matrix,
  normal,
  numericalGradient,
  relativeError,
  seeded,
  unroll,
} from "rnn";
import { gradients, tapeCell, Value } from "rnn/autodiff";
import { turned } from "./custom_ops.ts";
import { sequence } from "../cells/sequence.ts";
import { everyTwin } from "./twins.ts";

const T = 5;

/** Returns the largest difference of two matrices relative to the second's largest entry. */
function apart(A: Matrix, B: Matrix): number {
  const largest = (C: Matrix) => C.data.reduce((most, c) => Math.max(most, Math.abs(c)), 0);
  return largest(A.subtract(B)) / Math.max(1, largest(B));
}

for (const batch of [1, 3]) {
  for (const [name, cell, twin] of everyTwin(1, batch)) {
    describe(`tapeCell() of ${name}, batch ${batch}`, () => {
      const { xs, direct, state0 } = sequence(cell, T, batch);
      const [trace, traced] = [unroll(cell, xs, state0), unroll(twin, xs, state0)];

      it("tapeCell() has the handwritten cell's states", () => {
        traced.forEach(({ state, h }, n) => {
          expect(apart(state, trace[n].state)).toBeLessThan(1e-12);
          expect(apart(h, trace[n].h)).toBeLessThan(1e-12);
        });
      });

      it("tapeCell() has the handwritten cell's gradients through bptt()", () => {
        const want = bptt(cell, trace, direct), got = bptt(twin, traced, direct);
        for (const name of Object.keys(cell.params)) {
          expect(apart(got.dparams[name], want.dparams[name])).toBeLessThan(1e-12);
        }
        want.dxs.forEach((dx, t) => expect(apart(got.dxs[t], dx)).toBeLessThan(1e-12));
        expect(apart(got.dstate0, want.dstate0)).toBeLessThan(1e-12);
        if (want.dcontext) expect(apart(got.dcontext!, want.dcontext)).toBeLessThan(1e-12);
      });

      if (batch > 1) return;
      it("tapeCell() has the handwritten cell's Jacobians, and all terms of jacobianPaths()", () => {
        trace.forEach((step, n) =>
          expect(apart(twin.jacobian(traced[n]), cell.jacobian(step))).toBeLessThan(1e-12)
        );
        const [want, got] = [
          jacobianPaths(cell, trace, direct),
          jacobianPaths(twin, traced, direct),
        ];
        for (const name of Object.keys(cell.params)) {
          const difference = apart(got.term(T, 1)[name], want.term(T, 1)[name]);
          expect(difference).toBeLessThan(1e-12);
        }
      });
    });
  }
}

describe("tapeCell()", () => {
  it("tapeCell() keeps the named intermediates of a step", () => {
    const [, cell, twin] = everyTwin()[3];
    const { xs } = sequence(cell, 1, 1);
    const [step] = unroll(twin, xs);
    expect(Object.keys(step.named)).toEqual(["i", "f", "o", "g", "c"]);
    expect(apart(step.named.c, (unroll(cell, xs)[0] as never as { c: Matrix }).c)).toBeLessThan(
      1e-12,
    );
  });

  it("tapeCell() refuses what doesn't fit, with the shapes", () => {
    const sizes = { inputSize: 1, hiddenSize: 2 };
    const odd = tapeCell((_p, x) => x, {}, sizes);
    const [x, state] = [new Matrix(1, 1), new Matrix(2, 1)];
    expect(() => odd.step(x, state))
      .toThrow("Cannot step: the new state must be 2×1, got 1×1");
    expect(() => odd.withContext(x)).toThrow("Cannot use 1×1 as context: expected no rows");
    const withContext = tapeCell((_p, _x, h) => h, {}, { ...sizes, contextSize: 1 });
    expect(() => withContext.withContext(Matrix.of([[NaN]]))).toThrow("v must be finite, got NaN");
    expect(() => tapeCell((_p, _x, h) => h, {}, { ...sizes, stateSize: 1 }))
      .toThrow("Cannot create a cell: stateSize must be at least 2, got 1");
    expect(() => odd.step(state, state)).toThrow("Cannot step: x must be 1×1, got 2×1");
    const wide = new Matrix(2, 3);
    const still = tapeCell((_p, _x, h) => h, {}, sizes);
    expect(() => still.jacobian(still.step(new Matrix(1, 3), wide))).toThrow(
      "the batch size must be 1, got 3",
    );
  });

  it("tapeCell() supports attention: bptt() matches finite differences for weights and context", () => {
    const [D, H, I, P] = [3, 4, 2, 5], random = seeded(9), draw = normal(0.6);
    const shapes = { Wxh: [H, D], Whh: [H, H], Wa: [I, H], Wc: [H, I] };
    const params = Object.fromEntries(
      Object.entries(shapes).map(([name, [m, n]]) => [name, draw(m, n, random)]),
    );
    const places = draw(I, P, random); // a column for each place that can be attended to
    const sizes = { inputSize: D, hiddenSize: H, contextSize: I };
    const cell = tapeCell(
      ({ Wxh, Whh, Wa, Wc }, x, h, context) => {
        const α = context!.T.matmul(Wa.matmul(h)).softmax();
        return {
          α,
          state: Whh.matmul(h).add(Wxh.matmul(x)).add(Wc.matmul(context!.matmul(α))).tanh(),
        };
      },
      params,
      sizes,
    ).withContext(places);
    const { xs, direct, state0 } = sequence(cell, T, 1);
    const trace = unroll(cell, xs, state0), back = bptt(cell, trace, direct);
    const E = () =>
      unroll(cell, xs, state0).reduce(
        (sum, { state }, n) =>
          sum + state.hadamard(direct[n]).data.reduce((total, e) => total + e, 0),
        0,
      );
    for (const [name, W] of Object.entries({ ...params, places })) {
      const d = name === "places" ? back.dcontext! : back.dparams[name];
      expect(relativeError(d, numericalGradient(E, W))).toBeLessThan(1e-7);
      expect(d.norm()).toBeGreaterThan(1e-3);
    }
    expect(trace[0].named.α.data.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 14);
  });

  it("tapeCell() returns zeros for a weight or an input that the step doesn't use", () => {
    const W = new Matrix(2, 2),
      cell = tapeCell((_p, _x, h) => h.tanh(), { W }, {
        inputSize: 1,
        hiddenSize: 2,
      });
    const back = cell.backward(cell.step(new Matrix(1, 1), new Matrix(2, 1)), new Matrix(2, 1));
    expect(back.dparams.W).toEqual(new Matrix(2, 2));
    expect(back.dx).toEqual(new Matrix(1, 1));
  });
});

describe("gradients()", () => {
  const random = seeded(5), maps = { channels: 2, height: 4, width: 6 };
  const draw = (rows: number, cols: number) => normal(1)(rows, cols, random);
  const [A, B, C] = [draw(3, 4), draw(4, 5), draw(3, 4)], [b, X] = [draw(3, 1), draw(48, 3)];
  const classes = Int32Array.of(1, -1, 0, 1), targets = Int32Array.of(2, -1, 0, 1);
  const cases: Record<string, [Matrix[], (...values: Value[]) => Value]> = {
    "A B": [[A, B], (A, B) => A.matmul(B)],
    "A + C": [[A, C], (A, C) => A.add(C)],
    "A − C": [[A, C], (A, C) => A.subtract(C)],
    "A ∘ C": [[A, C], (A, C) => A.hadamard(C)],
    "A ∘ A, one value used twice": [[A], (A) => A.hadamard(A)],
    "A + b": [[A, b], (A, b) => A.addColumn(b)],
    "diag(b) A": [[A, b], (A, b) => A.scaleRows(b)],
    "3 A": [[A], (A) => A.scale(3)],
    "Aᵀ": [[A], (A) => A.T.hadamard(new Value(C.T))],
    "e^A": [[A], (A) => A.map(Math.exp, (y) => y)],
    "tanh A": [[A], (A) => A.tanh()],
    "σ(A)": [[A], (A) => A.sigmoid()],
    "ReLU(A)": [[A], (A) => A.relu()],
    "softmax A": [[A], (A) => A.softmax().hadamard(new Value(C))],
    "rows of A": [[A], (A) => A.sliceRows(1, 3).add(A.sliceRows(0, 2))],
    "A over C": [[A, C], (A, C) => A.vstack(C).hadamard(C.vstack(A))],
    "blocks": [[A, C], (A, C) => {
      const whole = Value.blocks([[A, C], [C, A]]);
      return whole.hadamard(whole);
    }],
    "reshape": [[A], (A) => A.reshape(4, 3).matmul(A)],
    "columns of A by class": [[A], (A) => A.gatherColumns(classes).hadamard(A)],
    "a formula": [[A, C], (A, C) => A.apply(turned, C, C.apply(turned, A, A))],
    "the sum of the columns": [[A, b], (A, b) => A.sumColumns().hadamard(b)],
    "the mean over a batch": [[A], (A) => A.tanh().batchMean()],
    "cross-entropy": [[A], (A) => A.crossEntropy(targets).scale(2)],
    "patches": [[X], (X) => X.im2col(maps, 3).tanh()],
    "max pooling": [[X], (X) => X.maxPool(maps).tanh()],
  };

  for (const [name, [matrices, f]] of Object.entries(cases)) {
    it(`gradients() match finite differences of ${name}`, () => {
      const make = () => matrices.map((A) => new Value(A));
      const shape = f(...make()).matrix;
      const weights = normal(1)(shape.rows, shape.cols, seeded(6));
      const E = () => f(...make()).matrix.hadamard(weights).data.reduce((sum, e) => sum + e, 0);
      const values = make(), found = gradients(f(...values), weights);
      matrices.forEach((A, n) => {
        const numerical = numericalGradient(E, A);
        expect(relativeError(found.get(values[n])!, numerical)).toBeLessThan(1e-8);
      });
    });
  }

  it("gradients() backpropagates through a tape of 20,000 steps", () => {
    const start = new Value(Matrix.of([[1]]));
    let value = start;
    for (let n = 0; n < 20_000; n++) value = value.scale(1.0001);
    expect(gradients(value).get(start)!.at(0)).toBeCloseTo(1.0001 ** 20_000, 6);
  });

  it("gradients() refuses a gradient of another shape", () => {
    expect(() => gradients(new Value(A), B))
      .toThrow("Cannot backpropagate: dE must be 3×4, got 4×5");
  });

  it("Value refuses what doesn't fit, with the values", () => {
    const value = new Value(A);
    expect(() => value.gatherColumns(Int32Array.of(4))).toThrow(
      "Cannot gather column 4 of a 3×4 matrix",
    );
    expect(() => value.reshape(5, 5)).toThrow("Cannot create a 5×5 matrix from 12 values");
    expect(() => value.im2col(maps, 3))
      .toThrow("Cannot read images: expected 48 rows for 2×4×6 pixels, got 3×4");
    expect(() => new Value(X).im2col(maps, 2)).toThrow(
      "Cannot cut patches: the size must be odd and positive, got 2",
    );
    expect(() => new Value(draw(9, 1)).maxPool({ channels: 1, height: 3, width: 3 }))
      .toThrow("Cannot pool images: height and width must be even, got 3×3");
  });
});
