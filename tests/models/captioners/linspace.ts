import { Matrix } from "rnn";

/** Returns `rows`×`cols` evenly spaced numbers from a to b, row by row. */
export function linspace(a: number, b: number, rows: number, cols: number): Matrix {
  const count = rows * cols;
  const values = Float64Array.from({ length: count }, (_, n) => a + (b - a) * n / (count - 1));
  return new Matrix(rows, cols, values);
}
