import { checkIntegers } from "./checks.ts";
import { Matrix } from "./matrix.ts";
import { gaussian, type Init } from "./random.ts";
import { spectralRadius } from "./spectrum.ts";

// A file of its own, because spectrum.ts needs a package and random.ts must work without one.

/**
 * Returns an initializer that draws `incoming` weights per unit from N(0, 1), leaves the rest zero, and scales a square
 * matrix to the given spectral radius ("smart tanh", Pascanu et al. 2013, §4.1). Other shapes are not scaled.
 * Drawing throws RangeError unless `incoming` is a positive integer and the radius is finite and positive, and if the
 * weights drawn have a spectral radius of 0.
 *
 * @example
 * ```ts
 * import { seeded, sparseInit, spectralRadius } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const Whh = sparseInit(3, 0.95)(10, 10, seeded(1));
 * assert.equal(Whh.data.filter((w) => w !== 0).length, 30);
 * assert(Math.abs(spectralRadius(Whh) - 0.95) < 1e-9);
 * ```
 */
export function sparseInit(incoming = 15, radius = 0.95): Init {
  return (rows, cols, random) => {
    checkIntegers("Cannot draw sparse weights", { incoming });
    if (!(radius > 0 && radius < Infinity)) {
      throw new RangeError(
        `Cannot draw sparse weights: the spectral radius must be finite and positive, got ${radius}`,
      );
    }
    const W = new Matrix(rows, cols);
    for (let i = 0; i < rows; i++) {
      const order = Array.from({ length: cols }, (_, j) => ({ j, key: random() }));
      order.sort((a, b) => a.key - b.key);
      for (const { j } of order.slice(0, incoming)) W.data[i * cols + j] = gaussian(random);
    }
    if (rows !== cols) return W;
    const drawn = spectralRadius(W);
    if (drawn === 0) {
      throw new RangeError(
        "Cannot draw sparse weights: the drawn weights have a spectral radius of 0",
      );
    }
    return W.scale(radius / drawn);
  };
}
