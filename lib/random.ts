import { Matrix } from "./matrix.ts";

/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/** How a weight matrix starts: rows, columns and a source of chance give its entries. */
export type Init = (rows: number, cols: number, random: Random) => Matrix;

/**
 * A reproducible source of uniform numbers in [0, 1): the same seed gives the same bits.
 * The generator is splitmix32, a counter with a mixing function; throws RangeError unless the seed is whole.
 */
export function seeded(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`Cannot seed with ${seed}: a seed is whole`);
  }
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let z = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** One number of the standard normal distribution N(0, 1), by Box and Muller's transform. */
export function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Entries from N(0, std²); throws RangeError unless std is finite and not negative. */
export function normal(std = 0.1): Init {
  if (!(std >= 0 && std < Infinity)) {
    throw new RangeError(`Cannot draw weights with standard deviation ${std}`);
  }
  return (rows, cols, random) => new Matrix(rows, cols).map(() => std * gaussian(random));
}

/** Entries from N(0, gain² / cols), which keeps the size of a sum of `cols` terms (LeCun et al. 1998, §4.6). */
export function lecunNormal(gain = 1): Init {
  return (rows, cols, random) => normal(gain / Math.sqrt(cols))(rows, cols, random);
}

/**
 * Orthonormal rows (or columns, where there are more rows) times gain: every singular value is gain (Saxe et al. 2014).
 * Throws RangeError unless gain is finite and not negative.
 */
export function orthogonal(gain = 1): Init {
  if (!(gain >= 0 && gain < Infinity)) {
    throw new RangeError(`Cannot draw weights with singular values of ${gain}`);
  }
  return (rows, cols, random) => {
    const tall = normal(1)(Math.max(rows, cols), Math.min(rows, cols), random);
    const Q = orthonormalColumns(tall).scale(gain);
    return rows >= cols ? Q : Q.T;
  };
}

/** Gram and Schmidt's process, twice over for orthogonality to the last digits. */
function orthonormalColumns(A: Matrix): Matrix {
  const done: Matrix[] = [];
  for (let j = 0; j < A.cols; j++) {
    let q = A.column(j);
    for (const e of [...done, ...done]) q = q.subtract(e.scale(e.T.matmul(q).at(0)));
    done.push(q.scale(1 / q.norm()));
  }
  return Matrix.blocks([done]);
}

/** One of a list, each equally likely; throws RangeError for an empty list. */
export function choice<T>(list: readonly T[], random: Random): T {
  if (list.length === 0) throw new RangeError("Cannot draw from an empty list");
  return list[Math.floor(list.length * random())];
}

/** A list in an order of its own, each equally likely (Fisher and Yates's shuffle); the list given stays as it is. */
export function shuffle<T>(list: readonly T[], random: Random): T[] {
  const order = [...list];
  for (let n = order.length - 1; n > 0; n--) {
    const other = Math.floor((n + 1) * random());
    [order[n], order[other]] = [order[other], order[n]];
  }
  return order;
}
