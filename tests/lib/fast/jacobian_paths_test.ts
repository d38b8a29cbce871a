import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type Cell, jacobianPaths, Matrix, seeded, unroll } from "rnn";
import { fastEngine } from "rnn/fast";
import { everyCell } from "../cells/every_cell.ts";
import { listDifference, makeCell, randomSteps, ROUNDING } from "./reference.ts";

const T = 7;

for (const blas of [false, true]) {
  const engine = fastEngine({ workers: 1, blas }), random = seeded(6);
  const cells = {
    ...everyCell(),
    "an RNN of 21 units": makeCell("RNNCell", 3, 21, random),
    "an LSTM of 7 units": makeCell("LSTMCell", 3, 7, random),
    "a GRU of 6 units": makeCell("GRUCell", 3, 6, random),
  };

  /** Returns the paths of one trace in float64 and in float32. */
  const bothPaths = (cell: Cell) => {
    const trace = unroll(cell, randomSteps(T, cell.inputSize, 1, random));
    const direct = randomSteps(T, cell.stateSize, 1, random);
    return {
      slow: jacobianPaths(cell, trace, direct),
      fast: engine.jacobianPaths(cell, trace, direct),
    };
  };

  describe(`jacobianPaths() of ${engine.name}, with blas: ${blas}`, () => {
    for (const [name, cell] of Object.entries(cells)) {
      it(`agrees with the float64 function for ${name}, for every t and k`, () => {
        const { slow, fast } = bothPaths(cell);
        for (let t = 1; t <= T; t++) {
          for (let k = 1; k <= t; k++) {
            const products = [slow.product(t, k), fast.product(t, k)].map((A) => [A]);
            const gradients = [slow.gradient(t, k), fast.gradient(t, k)].map((A) => [A]);
            expect(listDifference(products[0], products[1])).toBeLessThan(ROUNDING);
            expect(listDifference(gradients[0], gradients[1])).toBeLessThan(ROUNDING);
          }
        }
        expect(listDifference([slow.stateNorms()], [fast.stateNorms()])).toBeLessThan(ROUNDING);
      });
    }

    it("returns Infinity, never NaN, if float32 overflows", () => {
      const exploding = makeCell("RNNCell", 2, 5, random);
      exploding.params.Whh.data.set(Matrix.identity(5).scale(1e10).data);
      exploding.params.bh.data.fill(0);
      const trace = unroll(exploding, Array.from({ length: T }, () => new Matrix(2, 1)));
      const direct = trace.map(() => Matrix.column([1, 1, 1, 1, 1]));
      const paths = engine.jacobianPaths(exploding, trace, direct);
      expect(() => paths.gradient(7, 1)).toThrow("∂E_7/∂state_1 in float32 must be finite");
      expect(() => paths.product(7, 1)).toThrow("∂state_7/∂state_1 in float32 must be finite");
      const norms = paths.stateNorms();
      expect([norms.at(6, 0), norms.at(6, 1)]).toEqual([Infinity, Infinity]);
      expect(norms.data.some(Number.isNaN)).toBe(false);
      expect(norms.at(6, 5)).toBeGreaterThan(1e9);
    });

    it("uses the memory of a closed trace again, whatever it contains", () => {
      const [large, small] = [cells["an RNN of 21 units"], cells["a GRU of 6 units"]];
      for (const cell of [large, small, large]) {
        const { slow, fast } = bothPaths(cell);
        expect(listDifference([slow.product(T, 2)], [fast.product(T, 2)])).toBeLessThan(ROUNDING);
        expect(listDifference([slow.stateNorms()], [fast.stateNorms()])).toBeLessThan(ROUNDING);
        fast.close();
      }
    });

    it("throws for steps outside the trace, or in the wrong order", () => {
      const { fast } = bothPaths(cells["an RNN of 21 units"]);
      expect(() => fast.product(1, 2)).toThrow(
        "Cannot go back from step 1 to step 2: k is after t",
      );
      expect(() => fast.gradient(8, 1)).toThrow("the steps are 1 to 7");
    });
  });
}
