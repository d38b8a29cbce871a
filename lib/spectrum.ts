import { EigenvalueDecomposition, Matrix as MLMatrix, SingularValueDecomposition } from "ml-matrix";
import { checkFinite } from "./checks.ts";
import type { Matrix } from "./matrix.ts";

/** A complex number re + im·i. */
export interface Complex {
  /** The real part. */
  re: number;
  /** The imaginary part. */
  im: number;
}

/**
 * Computes the singular values σ of A, the largest first. Throws RangeError if A is empty or an entry is not finite.
 *
 * @example
 * ```ts
 * import { Matrix, singularValues } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(singularValues(Matrix.diagonal([3, -4])), [4, 3]);
 * ```
 */
export function singularValues(A: Matrix): number[] {
  return new SingularValueDecomposition(decomposable(A), { autoTranspose: true }).diagonal;
}

/**
 * Computes the eigenvalues λ of A, the largest modulus first. Throws RangeError if A is empty or not square, or an
 * entry is not finite.
 *
 * @example
 * ```ts
 * import { eigenvalues, Matrix } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const [λ] = eigenvalues(Matrix.of([[0, -2], [2, 0]])); // a rotation by 90° times 2: ±2i
 * assert(Math.abs(λ.re) < 1e-12 && Math.abs(Math.abs(λ.im) - 2) < 1e-12);
 * ```
 */
export function eigenvalues(A: Matrix): Complex[] {
  if (A.rows !== A.cols) {
    throw new RangeError(`Cannot compute eigenvalues: the matrix must be square, got ${A.shape}`);
  }
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(decomposable(A));
  return realEigenvalues
    .map((re, n) => ({ re, im: imaginaryEigenvalues[n] }))
    .sort((a, b) => Math.hypot(b.re, b.im) - Math.hypot(a.re, a.im));
}

/**
 * Computes the spectral norm ‖A‖₂ = σ_max, the largest factor by which A can stretch a vector. Throws as
 * `singularValues` does.
 *
 * @example
 * ```ts
 * import { Matrix, spectralNorm } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.equal(spectralNorm(Matrix.of([[0, 5], [0, 0]])), 5);
 * ```
 */
export function spectralNorm(A: Matrix): number {
  return singularValues(A)[0];
}

/**
 * Computes the spectral radius ρ(A) = max |λ|, the factor by which Aⁿ grows per multiplication for large n. Throws as
 * `eigenvalues` does.
 *
 * @example
 * ```ts
 * import { Matrix, spectralRadius } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.equal(spectralRadius(Matrix.of([[0, 5], [0, 0]])), 0); // its square is zero
 * ```
 */
export function spectralRadius(A: Matrix): number {
  const { re, im } = eigenvalues(A)[0];
  return Math.hypot(re, im);
}

function decomposable(A: Matrix): MLMatrix {
  if (A.data.length === 0) throw new RangeError(`Cannot decompose a ${A.shape} matrix`);
  checkFinite(A, "a matrix to decompose");
  return MLMatrix.from1DArray(A.rows, A.cols, A.data);
}
