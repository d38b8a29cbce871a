import { Matrix } from "./matrix.ts";

/**
 * ∂f/∂A by central differences, (f(A + h) − f(A − h)) / 2h for one entry at a time; shape of A.
 * A is changed in place while f runs and restored after; throws RangeError where f is not finite.
 */
export function numericalGradient(f: () => number, A: Matrix, h = 1e-5): Matrix {
  if (!(h > 0 && h < Infinity)) throw new RangeError(`Cannot take differences of step ${h}`);
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
      throw new RangeError(`Cannot take differences: the function is not finite around entry ${n}`);
    }
  }
  return dA;
}

/** ‖A − B‖ / (‖A‖ + ‖B‖), from 0 (equal) to 1 (unrelated); about 1e−8 where a gradient is right. */
export function relativeError(A: Matrix, B: Matrix): number {
  const size = A.norm() + B.norm();
  return size === 0 ? 0 : A.subtract(B).norm() / size;
}
