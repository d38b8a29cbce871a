import { Matrix } from "./matrix.ts";

/**
 * Computes ∂f/∂A by central differences, (f(A + h) − f(A − h)) / 2h for one entry at a time; the result has the shape
 * of A. A is changed in place while f runs, and then restored. Throws RangeError if h is not a positive number, f is
 * not finite, or h is so small compared with an entry or f that the result would be mostly rounding error.
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
    throw new RangeError(`${ATTEMPT}: h must be a positive number, got ${h}`);
  }
  const dA = new Matrix(A.rows, A.cols);
  for (let n = 0; n < A.data.length; n++) {
    const value = A.data[n];
    checkStep(h, value, `data[${n}]`);
    try {
      A.data[n] = value + h;
      const above = f();
      A.data[n] = value - h;
      dA.data[n] = centralDifference([above, f()], h, `data[${n}]`);
    } finally {
      A.data[n] = value;
    }
  }
  return dA;
}

const ATTEMPT = "Cannot take finite differences";
const LOST = 1e-3; // the largest fraction of a step, or of a slope, that may be rounding error

/** Throws RangeError if an entry is so large that rounding changes entry ± h by more than a thousandth of h. */
export function checkStep(h: number, entry: number, place: string, attempt = ATTEMPT): void {
  if (Math.abs(entry) * Number.EPSILON > LOST * h) {
    throw new RangeError(
      `${attempt}: a step of ${h} is lost in rounding beside ${place} = ${entry}`,
    );
  }
}

/**
 * Computes the slope (f(A + h) − f(A − h)) / 2h from both values of f. Throws RangeError if a value is not finite, or if
 * the values are so large that their rounding changes the slope by more than a thousandth, or by 0.001 if it is below 1.
 */
export function centralDifference(
  [above, below]: [number, number],
  h: number,
  place: string,
  attempt = ATTEMPT,
): number {
  const slope = (above - below) / (2 * h);
  if (!Number.isFinite(slope)) {
    throw new RangeError(`${attempt}: f is not finite near ${place}`);
  }
  const rounding = Math.max(Math.abs(above), Math.abs(below)) * Number.EPSILON / (2 * h);
  if (rounding > LOST * Math.max(1, Math.abs(slope))) {
    throw new RangeError(
      `${attempt}: near ${place}, a step of ${h} is lost in the rounding of f = ${above}`,
    );
  }
  return slope;
}

/**
 * The angle between two gradients in degrees, over all matrices together: 0 if they are equal. It is computed as
 * 2 arctan(‖u − v‖ / ‖u + v‖) with u = a / ‖a‖ and v = b / ‖b‖, because arccos(⟨u, v⟩) loses half of the digits of a small
 * angle (Kahan 2006, "How futile are mindless assessments of roundoff", §12). Throws RangeError if names or shapes differ,
 * or if a gradient is zero or not finite.
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
  const [u, v] = [a, b].map((all) => normalized(names.map((name) => all[name])));
  const apart = normOf(u.map((U, n) => U.subtract(v[n])));
  const together = normOf(u.map((U, n) => U.add(v[n])));
  return 2 * Math.atan2(apart, together) * 180 / Math.PI;
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

/** ‖a‖ over all matrices together. */
function normOf(matrices: Matrix[]): number {
  return matrices.reduce((norm, A) => Math.hypot(norm, A.norm()), 0);
}

/** Scales matrices to norm 1, first by a power of two, because the norm of tiny entries is rounded to few digits. */
function normalized(matrices: Matrix[]): Matrix[] {
  const norm = normOf(matrices);
  if (norm === 0) throw new RangeError("Cannot measure the angle to a zero gradient");
  checkNorm(norm);
  const power = 2 ** Math.min(1000, -Math.floor(Math.log2(norm))); // 2^1024 would overflow
  const scaled = matrices.map((A) => A.scale(power)), length = normOf(scaled);
  return scaled.map((A) => A.map((entry) => entry / length));
}
