import { expect } from "@std/expect";
import { type CustomOp, gradients, Value } from "rnn/autodiff";
import { type Matrix, normal, numericalGradient, relativeError, seeded } from "rnn";

/** A custom operation for tests: row i of a times row i + 1 of b, plus row i + 2 of c, cyclically. */
export const turned: CustomOp = {
  rows(a, b, c) {
    if (a.rows === b.rows && b.rows === c.rows) return a.rows;
    throw new RangeError(`Cannot rotate ${a.rows}, ${b.rows} and ${c.rows} rows`);
  },
  forward(out, a, b, c) {
    const { cols, data } = out,
      rotate = (n: number, rows: number) => (n + rows * cols) % data.length;
    data.forEach((_, n) => data[n] = a.data[n] * b.data[rotate(n, 1)] + c.data[rotate(n, 2)]);
  },
  backward({ cols, data }, _, [a, b], [da, db, dc]) {
    const rotate = (n: number, rows: number) => (n + rows * cols) % data.length;
    data.forEach((d, n) => {
      if (da) da.data[n] += d * b.data[rotate(n, 1)];
      if (db) db.data[rotate(n, 1)] += d * a.data[n];
      if (dc) dc.data[rotate(n, 2)] += d;
    });
  },
};

/** Compares the gradients of a custom operation, with random ∂E/∂out, to finite differences. */
export function expectGradients(op: CustomOp, ...operands: Matrix[]): void {
  const result = (values: Value[]) => values[0].apply(op, ...values.slice(1));
  const values = operands.map((A) => new Value(A)), out = result(values);
  const dout = normal(1)(out.rows, out.cols, seeded(2)), found = gradients(out, dout);
  const E = () =>
    result(operands.map((A) => new Value(A))).matrix.hadamard(dout).data
      .reduce((sum, e) => sum + e, 0);
  operands.forEach((A, n) => {
    const d = found.get(values[n])!;
    expect(relativeError(d, numericalGradient(E, A))).toBeLessThan(1e-8);
    expect(d.norm()).toBeGreaterThan(1e-2);
  });
}
