import type { CustomOp, Numbers } from "./custom_op.ts";

/** The sizes m, k and n of a product of an m×k and a k×n matrix. */
export type ProductSizes = [m: number, k: number, n: number];

/** A matrix stored in a column: entry (i, j) is in row i·down + j·across. */
interface ColumnMatrix {
  numbers: Numbers;
  down: number;
  across: number;
}

/**
 * Returns the operation C = A B for each sequence separately, because its matrices differ from those of the others. Column b
 * of the operands contains A (m×k) and B (k×n) of sequence b, row by row, or their transposes if `aT` or `bT` is set.
 * Applying it throws RangeError for other numbers of rows.
 */
export function batchedProduct(
  [m, k, n]: ProductSizes,
  { aT = false, bT = false } = {},
): CustomOp {
  const left = (numbers: Numbers): ColumnMatrix =>
    aT ? { numbers, down: 1, across: m } : { numbers, down: k, across: 1 };
  const right = (numbers: Numbers): ColumnMatrix =>
    bT ? { numbers, down: 1, across: k } : { numbers, down: n, across: 1 };
  const whole = (numbers: Numbers): ColumnMatrix => ({ numbers, down: n, across: 1 });
  return {
    rows(A, B) {
      if (A.rows === m * k && B.rows === k * n && A.cols === B.cols) return m * n;
      throw new RangeError(
        `Cannot multiply ${m}×${k} by ${k}×${n} in columns of ${A.rows} and ${B.rows} rows`,
      );
    },
    forward(C, A, B) {
      C.data.fill(0);
      addProducts(whole(C), left(A), right(B), [m, k, n]);
    },
    backward(dC, _, [A, B], [dA, dB]) {
      if (dA) addProducts(left(dA), whole(dC), transposed(right(B)), [m, n, k]);
      if (dB) addProducts(right(dB), transposed(left(A)), whole(dC), [k, m, n]);
    },
  };
}

function transposed({ numbers, down, across }: ColumnMatrix): ColumnMatrix {
  return { numbers, down: across, across: down };
}

/** Adds A B to C in every column. Each pass adds four terms, so that C is read and written a quarter as often. */
function addProducts(
  C: ColumnMatrix,
  A: ColumnMatrix,
  B: ColumnMatrix,
  [m, k, n]: ProductSizes,
): void {
  const { data: c, cols } = C.numbers, a = A.numbers.data, b = B.numbers.data;
  const [nextA, nextB] = [A.across * cols, B.down * cols], whole = k - k % 4;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const to = (i * C.down + j * C.across) * cols;
      let left = i * A.down * cols, right = j * B.across * cols;
      for (let l = 0; l < whole; l += 4) {
        for (let s = to, p = left, q = right; s < to + cols; s++, p++, q++) {
          c[s] += a[p] * b[q] + a[p + nextA] * b[q + nextB] +
            a[p + 2 * nextA] * b[q + 2 * nextB] + a[p + 3 * nextA] * b[q + 3 * nextB];
        }
        [left, right] = [left + 4 * nextA, right + 4 * nextB];
      }
      for (let l = whole; l < k; l++) {
        for (let s = to, p = left, q = right; s < to + cols; s++, p++, q++) c[s] += a[p] * b[q];
        [left, right] = [left + nextA, right + nextB];
      }
    }
  }
}
