/** The part of a matrix that the product needs. */
interface Dense {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/**
 * Computes the entries of A B, row by row, for A (m×n) and B (n×p).
 * It works on tiles of four rows and four columns, so that each number is used four times once it is read, and packs B
 * first, so that the inner loop reads it in order. The sums run over k in order, as in the definition.
 */
export function multiply(A: Dense, B: Dense): Float64Array {
  const [m, n, p] = [A.rows, A.cols, B.cols];
  const out = new Float64Array(m * p);
  const wide = p - p % 4;
  const packed = new Float64Array(n * 4);
  for (let j = 0; j < wide; j += 4) {
    pack(B.data, j, n, p, packed);
    let i = 0;
    for (; i + 4 <= m; i += 4) tile(A.data, i, packed, n, out, j, p);
    for (; i < m; i++) rowTile(A.data, i, packed, n, out, j, p);
  }
  for (let j = wide; j < p; j++) columnTile(A.data, B.data, j, m, n, p, out);
  return out;
}

/** Copies columns j … j+3 of B into one contiguous block. */
function pack(B: Float64Array, j: number, n: number, p: number, packed: Float64Array): void {
  for (let k = 0, from = j, q = 0; k < n; k++, from += p, q += 4) {
    packed[q] = B[from], packed[q + 1] = B[from + 1];
    packed[q + 2] = B[from + 2], packed[q + 3] = B[from + 3];
  }
}

function tile(
  A: Float64Array,
  i: number,
  B: Float64Array,
  n: number,
  out: Float64Array,
  j: number,
  p: number,
): void {
  let [c00, c01, c02, c03, c10, c11, c12, c13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [c20, c21, c22, c23, c30, c31, c32, c33] = [0, 0, 0, 0, 0, 0, 0, 0];
  const [r0, r1, r2, r3] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
  for (let k = 0, q = 0; k < n; k++, q += 4) {
    const b0 = B[q], b1 = B[q + 1], b2 = B[q + 2], b3 = B[q + 3];
    const a0 = A[r0 + k], a1 = A[r1 + k], a2 = A[r2 + k], a3 = A[r3 + k];
    c00 += a0 * b0, c01 += a0 * b1, c02 += a0 * b2, c03 += a0 * b3;
    c10 += a1 * b0, c11 += a1 * b1, c12 += a1 * b2, c13 += a1 * b3;
    c20 += a2 * b0, c21 += a2 * b1, c22 += a2 * b2, c23 += a2 * b3;
    c30 += a3 * b0, c31 += a3 * b1, c32 += a3 * b2, c33 += a3 * b3;
  }
  const o = i * p + j;
  out[o] = c00, out[o + 1] = c01, out[o + 2] = c02, out[o + 3] = c03;
  out[o + p] = c10, out[o + p + 1] = c11, out[o + p + 2] = c12, out[o + p + 3] = c13;
  const u = o + 2 * p, v = o + 3 * p;
  out[u] = c20, out[u + 1] = c21, out[u + 2] = c22, out[u + 3] = c23;
  out[v] = c30, out[v + 1] = c31, out[v + 2] = c32, out[v + 3] = c33;
}

function rowTile(
  A: Float64Array,
  i: number,
  B: Float64Array,
  n: number,
  out: Float64Array,
  j: number,
  p: number,
): void {
  let c0 = 0, c1 = 0, c2 = 0, c3 = 0;
  for (let k = 0, q = 0; k < n; k++, q += 4) {
    const a = A[i * n + k];
    c0 += a * B[q], c1 += a * B[q + 1], c2 += a * B[q + 2], c3 += a * B[q + 3];
  }
  const o = i * p + j;
  out[o] = c0, out[o + 1] = c1, out[o + 2] = c2, out[o + 3] = c3;
}

function columnTile(
  A: Float64Array,
  B: Float64Array,
  j: number,
  m: number,
  n: number,
  p: number,
  out: Float64Array,
): void {
  for (let i = 0; i < m; i++) {
    let c = 0;
    for (let k = 0; k < n; k++) c += A[i * n + k] * B[k * p + j];
    out[i * p + j] = c;
  }
}
