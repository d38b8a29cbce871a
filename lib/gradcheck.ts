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
 * the same way. Throws RangeError where names or shapes differ, or one of them is zero or not finite.
 */
export function angle(a: Record<string, Matrix>, b: Record<string, Matrix>): number {
  const names = Object.keys({ ...a, ...b });
  for (const name of names) {
    const [A, B] = [a, b].map((all) => all[name]?.shape ?? "none");
    if (A !== B) throw new RangeError(`Cannot compare ${name}: ${A} and ${B}`);
  }
  const [A, B] = [a, b].map((all) => nearOne(names.map((name) => all[name])));
  const dot = A.reduce((sum, each, n) => sum + inner(each, B[n]), 0);
  return Math.acos(Math.max(-1, Math.min(1, dot / sizeOf(A) / sizeOf(B)))) * 180 / Math.PI;
}

/**
 * ‖A − B‖ / (‖A‖ + ‖B‖): 0 where they are equal, about 1e−8 where a gradient is right, 1 where they are opposite or one
 * of them is zero. Throws RangeError where the shapes differ or an entry is not finite.
 */
export function relativeError(A: Matrix, B: Matrix): number {
  const difference = A.subtract(B).norm(), size = A.norm() + B.norm();
  checkSize(size);
  return size === 0 ? 0 : difference / size;
}

function checkSize(size: number): void {
  if (!Number.isFinite(size)) throw new RangeError(`Cannot compare gradients of size ${size}`);
}

function inner(A: Matrix, B: Matrix): number {
  return A.hadamard(B).data.reduce((sum, product) => sum + product, 0);
}

/** ‖a‖ over all matrices together. */
function sizeOf(matrices: Matrix[]): number {
  return matrices.reduce((size, A) => Math.hypot(size, A.norm()), 0);
}

/** Matrices times a power of two, which rounds nothing, for a size near one: products of small entries stay numbers. */
function nearOne(matrices: Matrix[]): Matrix[] {
  const size = sizeOf(matrices);
  if (size === 0) throw new RangeError("Cannot measure an angle to a gradient of zero");
  checkSize(size);
  const power = 2 ** Math.min(1000, -Math.floor(Math.log2(size))); // 2^1000: a number can hold it
  return matrices.map((A) => A.scale(power));
}
