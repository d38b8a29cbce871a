import { Matrix } from "./matrix.ts";

/** A source of random numbers, uniform in [0, 1). */
export type Random = () => number;

/** A weight initializer: draws a matrix of the given shape. */
export type Init = (rows: number, cols: number, random: Random) => Matrix;

/**
 * Returns a reproducible source of random numbers, uniform in [0, 1): the same seed gives the same bits.
 * The generator is splitmix32, a counter with a mixing function. Throws RangeError unless the seed is a safe integer.
 *
 * @example
 * ```ts
 * import { seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const random = seeded(7), same = seeded(7);
 * assert.deepEqual([random(), random()], [same(), same()]);
 * ```
 */
export function seeded(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`Cannot seed with ${seed}: the seed must be a safe integer`);
  }
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let z = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/**
 * Draws one number from the standard normal distribution N(0, 1) by the Box–Muller transform.
 *
 * @example
 * ```ts
 * import { gaussian, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const random = seeded(1), draws = Array.from({ length: 1000 }, () => gaussian(random));
 * const mean = draws.reduce((sum, z) => sum + z, 0) / draws.length;
 * assert(Math.abs(mean) < 0.1);
 * ```
 */
export function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/**
 * Returns an initializer that draws every entry from N(0, std²). Throws RangeError unless std is finite and
 * non-negative.
 *
 * @example
 * ```ts
 * import { normal, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const Whh = normal(0.1)(50, 50, seeded(1)), std = Whh.norm() / 50; // √(Σ w² / 50²)
 * assert(Math.abs(std - 0.1) < 0.01);
 * ```
 */
export function normal(std = 0.1): Init {
  checkNotNegative("standard deviation", std);
  return (rows, cols, random) => new Matrix(rows, cols).map(() => std * gaussian(random));
}

/**
 * Returns an initializer that draws every entry uniformly from −limit to limit. PyTorch's recurrent layers start so, with
 * limit = 1/√H for weights and biases alike. Throws RangeError unless limit is finite and non-negative.
 *
 * @example
 * ```ts
 * import { seeded, uniform } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const H = 48, Whh = uniform(1 / Math.sqrt(H))(H, H, seeded(1));
 * assert(Whh.data.every((w) => Math.abs(w) <= 1 / Math.sqrt(H)));
 * ```
 */
export function uniform(limit: number): Init {
  checkNotNegative("limit", limit);
  return (rows, cols, random) => new Matrix(rows, cols).map(() => limit * (2 * random() - 1));
}

/**
 * Returns an initializer that draws every entry from N(0, gain² / cols), so that a sum of `cols` weighted inputs keeps
 * their variance (LeCun et al. 1998, §4.6).
 *
 * @example
 * ```ts
 * import { lecunNormal, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const Wxh = lecunNormal()(50, 100, seeded(1)), std = Wxh.norm() / Math.sqrt(50 * 100);
 * assert(Math.abs(std - 1 / Math.sqrt(100)) < 0.01);
 * ```
 */
export function lecunNormal(gain = 1): Init {
  return (rows, cols, random) => normal(gain / Math.sqrt(cols))(rows, cols, random);
}

/**
 * Returns an initializer for orthogonal matrices times `gain`: rows, or columns if there are fewer of them, are
 * orthogonal and of length gain, so that every singular value is gain (Saxe et al. 2014). Throws RangeError unless gain
 * is finite and non-negative; drawing throws RangeError if the source of randomness repeats one number.
 *
 * @example
 * ```ts
 * import { orthogonal, seeded, singularValues } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const Whh = orthogonal(2)(5, 5, seeded(1));
 * assert(singularValues(Whh).every((s) => Math.abs(s - 2) < 1e-12));
 * ```
 */
export function orthogonal(gain = 1): Init {
  checkNotNegative("gain", gain);
  return (rows, cols, random) => {
    const tall = normal(1)(Math.max(rows, cols), Math.min(rows, cols), random);
    const Q = orthonormalColumns(tall).scale(gain);
    return rows >= cols ? Q : Q.T;
  };
}

/** Orthonormalizes columns by Gram–Schmidt, with every projection subtracted twice against rounding errors. */
function orthonormalColumns(A: Matrix): Matrix {
  const done: Matrix[] = [];
  for (let j = 0; j < A.cols; j++) {
    let q = A.column(j);
    for (const e of [...done, ...done]) q = q.subtract(e.scale(e.T.matmul(q).at(0)));
    if (!(q.norm() > 1e-9 * A.column(j).norm())) {
      throw new RangeError(
        "Cannot draw an orthogonal matrix: the random columns are linearly dependent",
      );
    }
    done.push(q.scale(1 / q.norm()));
  }
  return Matrix.blocks([done]);
}

function checkNotNegative(name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(
      `Cannot draw weights: the ${name} must be finite and non-negative, got ${value}`,
    );
  }
}

/**
 * Draws one element of a list, each with the same probability. Throws RangeError if the list is empty.
 *
 * @example
 * ```ts
 * import { choice, seeded } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert("abc".includes(choice(["a", "b", "c"], seeded(1))));
 * ```
 */
export function choice<T>(list: readonly T[], random: Random): T {
  if (list.length === 0) throw new RangeError("Cannot draw from an empty list");
  return list[Math.floor(list.length * random())];
}

/**
 * Returns a shuffled copy of a list, each order with the same probability (Fisher–Yates).
 *
 * @example
 * ```ts
 * import { seeded, shuffle } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(shuffle([1, 2, 3], seeded(1)).sort(), [1, 2, 3]);
 * ```
 */
export function shuffle<T>(list: readonly T[], random: Random): T[] {
  const order = [...list];
  for (let n = order.length - 1; n > 0; n--) {
    const other = Math.floor((n + 1) * random());
    [order[n], order[other]] = [order[other], order[n]];
  }
  return order;
}
