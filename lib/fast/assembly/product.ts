// Dense products C = A B and C += A B. A tile of 4×8 floats of C stays in eight registers during the loop over k.
import { add, fma, lane0, lane1, lane2, lane3, load, splat, store } from "./vector";

/** Computes four rows and eight columns of C, from a strip of A and a panel of B. */
// @ts-ignore: decorator
@inline
function tile4x8(c: usize, cStride: usize, a: usize, b: usize, K: i32, adds: bool): void {
  const c1 = c + cStride, c2 = c1 + cStride, c3 = c2 + cStride, zero = splat(0);
  let x00 = adds ? load(c) : zero, x01 = adds ? load(c + 16) : zero;
  let x10 = adds ? load(c1) : zero, x11 = adds ? load(c1 + 16) : zero;
  let x20 = adds ? load(c2) : zero, x21 = adds ? load(c2 + 16) : zero;
  let x30 = adds ? load(c3) : zero, x31 = adds ? load(c3 + 16) : zero;
  for (let k = 0; k < K; k++) {
    const four = load(a), b0 = load(b), b1 = v128.load(b, 16);
    const a0 = lane0(four), a1 = lane1(four), a2 = lane2(four), a3 = lane3(four);
    x00 = fma(a0, b0, x00), x01 = fma(a0, b1, x01);
    x10 = fma(a1, b0, x10), x11 = fma(a1, b1, x11);
    x20 = fma(a2, b0, x20), x21 = fma(a2, b1, x21);
    x30 = fma(a3, b0, x30), x31 = fma(a3, b1, x31);
    a += 16, b += 32;
  }
  store(c, x00), store(c + 16, x01), store(c1, x10), store(c1 + 16, x11);
  store(c2, x20), store(c2 + 16, x21), store(c3, x30), store(c3 + 16, x31);
}

/** Computes the last four columns of an N that is not a multiple of 8. */
// @ts-ignore: decorator
@inline
function tile4x4(c: usize, cStride: usize, a: usize, b: usize, K: i32, adds: bool): void {
  const c1 = c + cStride, c2 = c1 + cStride, c3 = c2 + cStride, zero = splat(0);
  let x0 = adds ? load(c) : zero, x1 = adds ? load(c1) : zero;
  let x2 = adds ? load(c2) : zero, x3 = adds ? load(c3) : zero;
  for (let k = 0; k < K; k++) {
    const four = load(a), b0 = load(b);
    x0 = fma(lane0(four), b0, x0), x1 = fma(lane1(four), b0, x1);
    x2 = fma(lane2(four), b0, x2), x3 = fma(lane3(four), b0, x3);
    a += 16, b += 32;
  }
  store(c, x0), store(c1, x1), store(c2, x2), store(c3, x3);
}

/** Computes the last M mod 4 rows of eight (or four) columns: a whole tile in `overhang`, of which the existing rows are copied. */
function tailTile(
  c: usize, cStride: usize, a: usize, b: usize, overhang: usize, K: i32, rows: i32, wide: bool, adds: bool,
): void {
  tile4x8(overhang, 32, a, b, K, false);
  for (let row = 0; row < rows; row++, c += cStride) {
    const from = overhang + row * 32;
    store(c, adds ? add(load(c), load(from)) : load(from));
    if (wide) store(c + 16, adds ? add(load(c + 16), load(from + 16)) : load(from + 16));
  }
}

/**
 * Computes C (M×N) = A B, or += if `adds`; A is packed by `packStrips`, B by `packPanels`, N is a multiple of 4. `overhang`
 * is a buffer of 32 floats, one per thread, for the tile that extends beyond M. A panel of B stays in the L1 cache while all
 * strips of A are multiplied by it.
 */
export function product(
  c: usize, cStride: i32, strips: usize, panels: usize, overhang: usize, M: i32, N: i32, K: i32, adds: bool,
): void {
  const whole = M & ~3;
  for (let n = 0; n < N; n += 8) {
    const wide = n + 8 <= N;
    let at = c + n * 4, strip = strips;
    for (let m = 0; m < whole; m += 4) {
      if (wide) tile4x8(at, cStride, strip, panels, K, adds);
      else tile4x4(at, cStride, strip, panels, K, adds);
      at += 4 * cStride, strip += <usize> K * 16;
    }
    if (whole < M) tailTile(at, cStride, strip, panels, overhang, K, M - whole, wide, adds);
    panels += <usize> K * 32;
  }
}

/** Computes four columns of one row from a panel of 32, in four sums, so that no addition waits for the previous one. */
// @ts-ignore: decorator
@inline
function fourColumns(c: usize, a: usize, b: usize, K: i32, adds: bool): void {
  const zero = splat(0);
  let x0 = adds ? load(c) : zero, x1 = zero, x2 = zero, x3 = zero;
  for (let k = 0; k < K; k += 4, a += 16, b += 512) {
    const four = load(a);
    x0 = fma(lane0(four), load(b), x0), x1 = fma(lane1(four), v128.load(b, 128), x1);
    x2 = fma(lane2(four), v128.load(b, 256), x2), x3 = fma(lane3(four), v128.load(b, 384), x3);
  }
  store(c, add(add(x0, x1), add(x2, x3)));
}

/** Number of columns of the last panel up to which they are computed four by four. */
const NARROW = 12;

/**
 * Computes one row c (N) = a B, or += if `adds`; B is packed by `packWidePanels`. Eight registers contain 32 columns, and
 * four floats of a are read at once, so K and N must be multiples of 4. `overhang` is a buffer of 32 floats, one per thread,
 * for the panel that extends beyond N.
 */
export function rowProduct(
  c: usize, row: usize, panels: usize, overhang: usize, N: i32, K: i32, adds: bool,
): void {
  let b = panels;
  for (let n = 0; n < N; n += 32) {
    if (N - n <= NARROW) {
      for (let j = 0; j < (N - n) * 4; j += 16) fourColumns(c + j, row, b + j, K, adds);
      return;
    }
    const zero = splat(0);
    let x0 = zero, x1 = zero, x2 = zero, x3 = zero, x4 = zero, x5 = zero, x6 = zero, x7 = zero;
    let a = row;
    for (let k = 0; k < K; k += 4) {
      const four = load(a);
      a += 16;
      let q = lane0(four);
      x0 = fma(q, load(b), x0), x1 = fma(q, v128.load(b, 16), x1);
      x2 = fma(q, v128.load(b, 32), x2), x3 = fma(q, v128.load(b, 48), x3);
      x4 = fma(q, v128.load(b, 64), x4), x5 = fma(q, v128.load(b, 80), x5);
      x6 = fma(q, v128.load(b, 96), x6), x7 = fma(q, v128.load(b, 112), x7);
      q = lane1(four);
      x0 = fma(q, v128.load(b, 128), x0), x1 = fma(q, v128.load(b, 144), x1);
      x2 = fma(q, v128.load(b, 160), x2), x3 = fma(q, v128.load(b, 176), x3);
      x4 = fma(q, v128.load(b, 192), x4), x5 = fma(q, v128.load(b, 208), x5);
      x6 = fma(q, v128.load(b, 224), x6), x7 = fma(q, v128.load(b, 240), x7);
      q = lane2(four);
      x0 = fma(q, v128.load(b, 256), x0), x1 = fma(q, v128.load(b, 272), x1);
      x2 = fma(q, v128.load(b, 288), x2), x3 = fma(q, v128.load(b, 304), x3);
      x4 = fma(q, v128.load(b, 320), x4), x5 = fma(q, v128.load(b, 336), x5);
      x6 = fma(q, v128.load(b, 352), x6), x7 = fma(q, v128.load(b, 368), x7);
      q = lane3(four);
      x0 = fma(q, v128.load(b, 384), x0), x1 = fma(q, v128.load(b, 400), x1);
      x2 = fma(q, v128.load(b, 416), x2), x3 = fma(q, v128.load(b, 432), x3);
      x4 = fma(q, v128.load(b, 448), x4), x5 = fma(q, v128.load(b, 464), x5);
      x6 = fma(q, v128.load(b, 480), x6), x7 = fma(q, v128.load(b, 496), x7);
      b += 512;
    }
    const inside = n + 32 <= N, d = inside && !adds ? c : overhang;
    store(d, x0), store(d + 16, x1), store(d + 32, x2), store(d + 48, x3);
    store(d + 64, x4), store(d + 80, x5), store(d + 96, x6), store(d + 112, x7);
    if (d != c) {
      const bytes = min(32, N - n) * 4;
      for (let j = 0; j < bytes; j += 16) {
        store(c + j, adds ? add(load(c + j), load(overhang + j)) : load(overhang + j));
      }
    }
    c += 128;
  }
}
