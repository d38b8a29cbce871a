import { Matrix } from "./matrix.ts";
import { gaussian, type Init } from "./random.ts";
import { spectralRadius } from "./spectrum.ts";

/**
 * Pascanu's sparse start: `incoming` weights per unit, the rest zero, scaled to the spectral radius asked for
 * (Pascanu et al. 2013, §4.1, "smart tanh"). A matrix that is not square has no radius and is left unscaled. Drawing throws
 * RangeError unless `incoming` is whole and the radius finite, both above zero.
 */
export function sparse(incoming = 15, radius = 0.95): Init {
  return (rows, cols, random) => {
    if (!(Number.isInteger(incoming) && incoming >= 1 && radius > 0 && radius < Infinity)) {
      throw new RangeError(
        `Cannot draw ${incoming} weights per unit for a spectral radius of ${radius}`,
      );
    }
    const W = new Matrix(rows, cols);
    for (let i = 0; i < rows; i++) {
      const order = Array.from({ length: cols }, (_, j) => ({ j, key: random() }));
      order.sort((a, b) => a.key - b.key);
      for (const { j } of order.slice(0, incoming)) W.data[i * cols + j] = gaussian(random);
    }
    return rows === cols ? W.scale(radius / spectralRadius(W)) : W;
  };
}
