import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  angle,
  bptt,
  jacobianPaths,
  Matrix,
  normal,
  relativeError,
  seeded,
  truncatedBptt,
  unroll,
} from "rnn";
import { everyCell } from "./cells/cells.ts";

const T = 7;

for (const [name, cell] of Object.entries(everyCell())) {
  describe(`truncatedBptt() of ${name}`, () => {
    const random = seeded(2);
    const trace = unroll(
      cell,
      Array.from({ length: T }, () => normal(1)(cell.inputSize, 1, random)),
    );
    const direct = trace.map(() => normal(1)(cell.stateSize, 1, random));
    const full = bptt(cell, trace, direct).dparams;

    it(`of ${name}: h = T is the whole gradient, h < T the sum of the terms with t − k < h`, () => {
      const paths = jacobianPaths(cell, trace, direct);
      for (const steps of [1, 3, T]) {
        const truncated = truncatedBptt(cell, trace, direct, { steps });
        for (const weight of Object.keys(full)) {
          let sum = new Matrix(full[weight].rows, full[weight].cols);
          for (let t = 1; t <= T; t++) {
            for (let k = Math.max(1, t - steps + 1); k <= t; k++) {
              sum = sum.add(paths.term(t, k)[weight]);
            }
          }
          expect(relativeError(sum, truncated[weight])).toBeLessThan(1e-12);
          if (steps === T) expect(relativeError(full[weight], sum)).toBeLessThan(1e-12);
        }
      }
    });

    it(`of ${name}: h′ = h goes back through chunks, each from a state held fixed`, () => {
      const chunked = truncatedBptt(cell, trace, direct, { steps: 3, every: 3 });
      const chunks = [[0, 3], [3, 6], [6, 7]].map(([from, to]) =>
        bptt(cell, trace.slice(from, to), direct.slice(from, to)).dparams
      );
      for (const weight of Object.keys(full)) {
        const sum = chunks.map((chunk) => chunk[weight]).reduce((a, b) => a.add(b));
        expect(relativeError(sum, chunked[weight])).toBeLessThan(1e-13);
      }
    });
  });
}

describe("truncatedBptt()", () => {
  it("refuses a truncation longer than the sequence, below one, or with gaps", () => {
    const cell = everyCell().RNNCell, trace = unroll(cell, [new Matrix(3, 1), new Matrix(3, 1)]);
    const direct = trace.map(({ state }) => state);
    const cut = (steps: number, every?: number) => () =>
      truncatedBptt(cell, trace, direct, { steps, every });
    expect(cut(3)).toThrow("Cannot truncate to 3 steps: the sequence has 2");
    expect(cut(0)).toThrow("Cannot truncate to 0 steps: it is whole and above zero");
    expect(cut(1, 2)).toThrow("Cannot go back every 2 steps over 1");
  });
});

describe("angle()", () => {
  const a = { W: Matrix.of([[1, 0]]), b: Matrix.of([[0]]) };
  it("is 0, 90 and 180 degrees for the same, a crossing and the opposite direction", () => {
    expect(angle(a, { W: Matrix.of([[5, 0]]), b: Matrix.of([[0]]) })).toBe(0);
    expect(angle(a, { W: Matrix.of([[0, 0]]), b: Matrix.of([[3]]) })).toBeCloseTo(90, 12);
    expect(angle(a, { W: Matrix.of([[-2, 0]]), b: Matrix.of([[0]]) })).toBeCloseTo(180, 12);
    expect(() => angle(a, { W: Matrix.of([[0, 0]]), b: Matrix.of([[0]]) })).toThrow(
      "gradient of zero",
    );
    expect(() => angle(a, { W: Matrix.of([[1]]), b: Matrix.of([[0]]) })).toThrow(
      "Cannot compare W: 1×2 and 1×1",
    );
  });
});
