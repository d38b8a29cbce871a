import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { jacobianPaths, Matrix, normal, seeded, unroll } from "rnn";
import { fastEngine } from "rnn/fast";
import { everyCell } from "../cells/every_cell.ts";
import { difference, makeCell } from "./reference.ts";

const T = 7;

for (const blas of [false, true]) {
  const engine = fastEngine({ workers: 1, blas });
  describe(`jacobianPaths() of ${engine.name}, asked with blas: ${blas}`, () => {
    const random = seeded(6);
    const cells = {
      ...everyCell(),
      large: makeCell("RNNCell", 3, 21, random),
      "odd LSTM": makeCell("LSTMCell", 3, 7, random),
      odd: makeCell("GRUCell", 3, 6, random),
    };
    for (const [name, cell] of Object.entries(cells)) {
      it(`gives what the float64 path gives for ${name}, for every t and k`, () => {
        const some = (rows: number) => Array.from({ length: T }, () => normal(1)(rows, 1, random));
        const trace = unroll(cell, some(cell.inputSize)), direct = some(cell.stateSize);
        const slow = jacobianPaths(cell, trace, direct),
          fast = engine.jacobianPaths(cell, trace, direct);
        for (let t = 1; t <= T; t++) {
          for (let k = 1; k <= t; k++) {
            const [a, b] = [slow, fast].map((paths) => ({
              product: paths.product(t, k),
              gradient: paths.gradient(t, k),
            }));
            expect(difference({ A: a.product }, { A: b.product })).toBeLessThan(1e-5);
            expect(difference({ A: a.gradient }, { A: b.gradient })).toBeLessThan(1e-5);
          }
        }
        expect(difference({ A: slow.stateNorms() }, { A: fast.stateNorms() })).toBeLessThan(1e-5);
      });
    }

    it("says Infinity where float32 overflows, and never NaN", () => {
      const loud = makeCell("RNNCell", 2, 5, random);
      loud.params.Whh.data.set(Matrix.identity(5).scale(1e10).data);
      loud.params.bh.data.fill(0);
      const quiet = unroll(loud, Array.from({ length: T }, () => new Matrix(2, 1)));
      const paths = engine.jacobianPaths(
        loud,
        quiet,
        quiet.map(() => Matrix.column([1, 1, 1, 1, 1])),
      );
      expect(() => paths.gradient(7, 1)).toThrow("∂E_7/∂state_1 in float32 must be finite");
      expect(() => paths.product(7, 1)).toThrow("∂state_7/∂state_1 in float32 must be finite");
      const table = paths.stateNorms();
      expect([table.at(6, 0), table.at(6, 1)]).toEqual([Infinity, Infinity]);
      expect(table.data.some(Number.isNaN)).toBe(false);
      expect(table.at(6, 5)).toBeGreaterThan(1e9);
    });

    it("uses the memory of a closed trace again, whatever was in it", () => {
      const some = (rows: number) => Array.from({ length: T }, () => normal(1)(rows, 1, random));
      for (const cell of [cells.large, cells.odd, cells.large]) {
        const trace = unroll(cell, some(3)), direct = some(cell.stateSize);
        const fast = engine.jacobianPaths(cell, trace, direct);
        const slow = jacobianPaths(cell, trace, direct);
        const [A, B] = [slow, fast].map((paths) => paths.product(T, 2));
        expect(difference({ A }, { A: B })).toBeLessThan(1e-5);
        expect(difference({ A: slow.stateNorms() }, { A: fast.stateNorms() })).toBeLessThan(1e-5);
        fast.close();
      }
    });

    it("names steps that can't be used", () => {
      const cell = cells.large, xs = [new Matrix(3, 1), new Matrix(3, 1)];
      const trace = unroll(cell, xs), direct = trace.map(({ state }) => state);
      const paths = engine.jacobianPaths(cell, trace, direct);
      expect(() => paths.product(1, 2)).toThrow(
        "Cannot go back from step 1 to step 2: k is after t",
      );
      expect(() => paths.gradient(3, 1)).toThrow("the steps are 1 to 2");
    });
  });
}
