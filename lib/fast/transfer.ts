import { Matrix } from "../matrix.ts";
import type { Address, Memory } from "./memory.ts";

/** Writes a matrix (size × B) into linear memory, a row of `width` numbers for each column. */
export function writeColumns({ floats }: Memory, at: Address, values: Matrix, width: number): void {
  const { rows, cols, data } = values;
  for (let i = 0, n = 0; i < rows; i++) {
    for (let b = 0; b < cols; b++, n++) floats[at / 4 + b * width + i] = data[n];
  }
}

/** Reads rows of `width` numbers of linear memory as the columns of a matrix, rows × cols. */
export function readColumns(
  { floats }: Memory,
  at: Address,
  rows: number,
  cols: number,
  width: number,
): Matrix {
  const out = new Matrix(rows, cols);
  for (let i = 0, n = 0; i < rows; i++) {
    for (let b = 0; b < cols; b++, n++) out.data[n] = floats[at / 4 + b * width + i];
  }
  return out;
}

/** Writes a matrix into linear memory, its rows `stride` numbers apart. */
export function writeRows(memory: Memory, at: Address, A: Matrix, stride: number): void {
  const { rows, cols, data } = A, into = memory.view(at, rows * stride);
  if (stride === cols) return into.set(data);
  for (let i = 0; i < rows; i++) into.set(data.subarray(i * cols, (i + 1) * cols), i * stride);
}

/** Reads a matrix from linear memory, its rows `stride` numbers apart. */
export function readRows(memory: Memory, at: Address, into: Matrix, stride: number): Matrix {
  const { rows, cols, data } = into, from = memory.view(at, rows * stride);
  for (let i = 0; i < rows; i++) {
    data.set(from.subarray(i * stride, i * stride + cols), i * cols);
  }
  return into;
}
