import { EigenvalueDecomposition, Matrix as MLMatrix, SingularValueDecomposition } from "ml-matrix";
import type { Matrix } from "./matrix.ts";

/** A complex number re + im·i. */
export interface Complex {
  /** The real part. */
  re: number;
  /** The imaginary part. */
  im: number;
}

/** The singular values σ of A, largest first; throws RangeError where an entry is not finite. */
export function singularValues(A: Matrix): number[] {
  return new SingularValueDecomposition(decomposable(A), { autoTranspose: true }).diagonal;
}

/** The eigenvalues λ of a square A, largest modulus first; throws RangeError where A is not square or not finite. */
export function eigenvalues(A: Matrix): Complex[] {
  if (A.rows !== A.cols) throw new RangeError(`Cannot take eigenvalues of a ${A.shape} matrix`);
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(decomposable(A));
  return realEigenvalues
    .map((re, n) => ({ re, im: imaginaryEigenvalues[n] }))
    .sort((a, b) => Math.hypot(b.re, b.im) - Math.hypot(a.re, a.im));
}

/** The spectral norm ‖A‖₂ = σ_max: the most that A can stretch a vector. */
export function spectralNorm(A: Matrix): number {
  return singularValues(A)[0];
}

/** The spectral radius ρ(A) = max |λ|: the growth of Aⁿ per factor, for large n. */
export function spectralRadius(A: Matrix): number {
  const { re, im } = eigenvalues(A)[0];
  return Math.hypot(re, im);
}

function decomposable(A: Matrix): MLMatrix {
  if (A.data.length === 0) throw new RangeError(`Cannot decompose a ${A.shape} matrix`);
  const bad = A.data.find((a) => !Number.isFinite(a));
  if (bad !== undefined) throw new RangeError(`Cannot decompose a matrix that holds ${bad}`);
  return MLMatrix.from1DArray(A.rows, A.cols, A.data);
}
