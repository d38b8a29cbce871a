import { Matrix } from "./matrix.ts";

/**
 * Computes ∂f/∂A by central differences, (f(A + h) − f(A − h)) / 2h for one entry at a time; the result has the shape
 * of A. A is changed in place while f runs, and then restored. Throws RangeError if h is not a positive number or f is
 * not finite.
 *
 * @example
 * ```ts
 * import { Matrix, numericalGradient, relativeError } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const A = Matrix.of([[1, -2], [3, 0.5]]);
 * const dA = numericalGradient(() => A.norm() ** 2, A); // ∂‖A‖²/∂A = 2A
 * assert(relativeError(dA, A.scale(2)) < 1e-8);
 * ```
 */
export function numericalGradient(f: () => number, A: Matrix, h = 1e-5): Matrix {
  if (!(h > 0 && h < Infinity)) {
    throw new RangeError(`Cannot take finite differences: h must be a positive number, got ${h}`);
  }
  const dA = new Matrix(A.rows, A.cols);
  for (let n = 0; n < A.data.length; n++) {
    const value = A.data[n];
    try {
      A.data[n] = value + h;
      const above = f();
      A.data[n] = value - h;
      dA.data[n] = (above - f()) / (2 * h);
    } finally {
      A.data[n] = value;
    }
    if (!Number.isFinite(dA.data[n])) {
      throw new RangeError(`Cannot take finite differences: f is not finite near data[${n}]`);
    }
  }
  return dA;
}

/**
 * The angle between two gradients in degrees, arccos(⟨a, b⟩ / ‖a‖ ‖b‖), over all matrices together: 0 if they point in
 * the same direction. Throws RangeError if names or shapes differ, or if a gradient is zero or not finite.
 *
 * @example
 * ```ts
 * import { angle, Matrix } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const degrees = angle({ W: Matrix.column([1, 0]) }, { W: Matrix.column([0, 5]) });
 * assert(Math.abs(degrees - 90) < 1e-9);
 * ```
 */
export function angle(a: Record<string, Matrix>, b: Record<string, Matrix>): number {
  const names = Object.keys({ ...a, ...b });
  for (const name of names) {
    const [A, B] = [a, b].map((all) => all[name]?.shape ?? "missing");
    if (A !== B) throw new RangeError(`Cannot compare ${name}: the shapes are ${A} and ${B}`);
  }
  const [A, B] = [a, b].map((all) => scaledNearOne(names.map((name) => all[name])));
  const dot = A.reduce((sum, each, n) => sum + innerProduct(each, B[n]), 0);
  return Math.acos(Math.max(-1, Math.min(1, dot / normOf(A) / normOf(B)))) * 180 / Math.PI;
}

/**
 * The relative error ‖A − B‖ / (‖A‖ + ‖B‖): 0 if A and B are equal, about 1e−8 for a correct gradient against finite
 * differences, 1 if they are opposite or one of them is zero. Throws RangeError if the shapes differ or an entry is not
 * finite.
 *
 * @example
 * ```ts
 * import { Matrix, relativeError } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const A = Matrix.column([3, 4]);
 * assert.equal(relativeError(A, A), 0);
 * assert.equal(relativeError(A, A.scale(-1)), 1);
 * ```
 */
export function relativeError(A: Matrix, B: Matrix): number {
  const difference = A.subtract(B).norm(), norms = A.norm() + B.norm();
  checkNorm(norms);
  return norms === 0 ? 0 : difference / norms;
}

function checkNorm(norm: number): void {
  if (!Number.isFinite(norm)) {
    throw new RangeError(`Cannot compare gradients: the norm must be finite, got ${norm}`);
  }
}

function innerProduct(A: Matrix, B: Matrix): number {
  return A.hadamard(B).data.reduce((sum, product) => sum + product, 0);
}

/** ‖a‖ over all matrices together. */
function normOf(matrices: Matrix[]): number {
  return matrices.reduce((norm, A) => Math.hypot(norm, A.norm()), 0);
}

/**
 * Scales matrices to a norm near 1, so that products of tiny entries do not underflow; a power of two rounds nothing.
 */
function scaledNearOne(matrices: Matrix[]): Matrix[] {
  const norm = normOf(matrices);
  if (norm === 0) throw new RangeError("Cannot measure the angle to a zero gradient");
  checkNorm(norm);
  const power = 2 ** Math.min(1000, -Math.floor(Math.log2(norm))); // 2^1024 would overflow
  return matrices.map((A) => A.scale(power));
}
