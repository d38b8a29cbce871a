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

/**
 * The angle between two gradients in degrees, over all matrices together: arccos(⟨a, b⟩ / ‖a‖ ‖b‖), 0 where they point
 * the same way. Throws RangeError where names or shapes differ, or one of them is zero.
 */
export function angle(a: Record<string, Matrix>, b: Record<string, Matrix>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const name of Object.keys({ ...a, ...b })) {
    if (a[name]?.shape !== b[name]?.shape) {
      throw new RangeError(`Cannot compare ${name}: ${a[name]?.shape} and ${b[name]?.shape}`);
    }
    dot += a[name].hadamard(b[name]).data.reduce((sum, product) => sum + product, 0);
    aa = Math.hypot(aa, a[name].norm());
    bb = Math.hypot(bb, b[name].norm());
  }
  if (!(aa > 0 && bb > 0)) throw new RangeError("Cannot measure an angle to a gradient of zero");
  return Math.acos(Math.max(-1, Math.min(1, dot / aa / bb))) * 180 / Math.PI;
}

/** ‖A − B‖ / (‖A‖ + ‖B‖), from 0 (equal) to 1 (unrelated); about 1e−8 where a gradient is right. */
export function relativeError(A: Matrix, B: Matrix): number {
  const size = A.norm() + B.norm();
  return size === 0 ? 0 : A.subtract(B).norm() / size;
}
