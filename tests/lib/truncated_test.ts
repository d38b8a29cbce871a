import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { bptt, jacobianPaths, Matrix, relativeError, truncatedBptt, unroll } from "rnn";
import { everyCell } from "./cells/every_cell.ts";
import { sequence } from "./cells/sequence.ts";

const T = 7;

for (const [name, cell] of Object.entries(everyCell())) {
  describe(`truncatedBptt() of ${name}`, () => {
    const { xs, direct } = sequence(cell, T, 1), trace = unroll(cell, xs);
    const full = bptt(cell, trace, direct).dparams;

    it("is the whole gradient for h = T, and the sum of the terms with t − k < h for h < T", () => {
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

    it("goes back through separate chunks for h′ = h", () => {
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
  it("refuses a truncation that is longer than the sequence, not positive, or leaves out losses", () => {
    const cell = everyCell().RNNCell, trace = unroll(cell, [new Matrix(3, 1), new Matrix(3, 1)]);
    const direct = trace.map(({ state }) => state);
    const cut = (steps: number, every?: number) => () =>
      truncatedBptt(cell, trace, direct, { steps, every });
    expect(cut(3)).toThrow("Cannot truncate to 3 steps: the sequence has 2");
    expect(cut(0)).toThrow("Cannot truncate: steps must be a positive integer, got 0");
    expect(cut(1, 2)).toThrow("Cannot truncate: every must be at most steps, got 2 and 1");
  });
});
