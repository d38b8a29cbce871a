// Packing copies both factors of a product into the order in which the inner loop reads them. Entry (i, j) of a matrix is at
// start + i·rowStride + j·columnStride bytes, so the transpose is the same matrix with the strides exchanged.
import { load, store } from "./vector";

/** Stores the 4×4 matrix of rows r0 … r3 transposed: column j goes to `at` + j·step. */
// @ts-ignore: decorator
@inline
function storeTransposed(at: usize, step: i32, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const t0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const t2 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  store(at, v128.shuffle<i64>(t0, t2, 0, 2));
  store(at + step, v128.shuffle<i64>(t0, t2, 1, 3));
  store(at + 2 * step, v128.shuffle<i64>(t1, t3, 0, 2));
  store(at + 3 * step, v128.shuffle<i64>(t1, t3, 1, 3));
}

/** Copies `depth` runs of `width` contiguous floats, kStride bytes apart; width is 4, 8 or 32. */
// @ts-ignore: decorator
@inline
function copyLines(dst: usize, src: usize, kStride: i32, width: i32, depth: i32): void {
  for (const end = dst + width * depth * 4; dst < end; dst += width * 4, src += kStride) {
    store(dst, load(src));
    if (width >= 8) store(dst + 16, v128.load(src, 16));
    if (width == 32) {
      store(dst + 32, v128.load(src, 32)), store(dst + 48, v128.load(src, 48));
      store(dst + 64, v128.load(src, 64)), store(dst + 80, v128.load(src, 80));
      store(dst + 96, v128.load(src, 96)), store(dst + 112, v128.load(src, 112));
    }
  }
}

/**
 * Packs `width` lines of a matrix side by side, `depth` long: entry (line, k) at line·lineStride + k·kStride goes to
 * dst + k·4·width + 4·line. Lines from `count` on are zeros. width is 4, 8 or 32, a constant at each call.
 */
// @ts-ignore: decorator
@inline
function packLines(
  dst: usize, src: usize, lineStride: i32, kStride: i32, count: i32, width: i32, depth: i32,
): void {
  const step = width * 4;
  if (count < width) memory.fill(dst, 0, step * depth);
  let line = 0;
  if (lineStride == 4 && count == width) {
    copyLines(dst, src, kStride, width, depth);
    line = count;
  }
  for (; line + 4 <= count; line += 4) {
    const d = dst + line * 4;
    let s = src + line * lineStride;
    let k = 0;
    if (lineStride == 4) {
      for (; k < depth; k++) {
        store(d + k * step, load(s));
        s += kStride;
      }
    } else if (kStride == 4) {
      for (; k + 4 <= depth; k += 4) {
        storeTransposed(
          d + k * step, step,
          load(s), load(s + lineStride), load(s + 2 * lineStride), load(s + 3 * lineStride),
        );
        s += 16;
      }
    }
    for (; k < depth; k++) {
      for (let i = 0; i < 4; i++) f32.store(d + k * step + i * 4, f32.load(s + i * lineStride));
      s += kStride;
    }
  }
  for (; line < count; line++) {
    for (let k = 0; k < depth; k++) {
      f32.store(dst + k * step + line * 4, f32.load(src + line * lineStride + k * kStride));
    }
  }
}

/** Packs B (K×N) as panels of 8 columns, [N/8][K][8], for `product`. */
export function packPanels(dst: usize, b: usize, rowStride: i32, colStride: i32, K: i32, N: i32): void {
  for (let n = 0; n < N; n += 8) {
    packLines(dst, b + n * colStride, colStride, rowStride, min(8, N - n), 8, K);
    dst += <usize> K * 32;
  }
}

/** Packs A (M×K) as strips of 4 rows, [M/4][K][4], for `product`; a last strip with fewer rows is filled with zeros. */
export function packStrips(dst: usize, a: usize, rowStride: i32, colStride: i32, M: i32, K: i32): void {
  for (let m = 0; m < M; m += 4) {
    packLines(dst, a + m * rowStride, rowStride, colStride, min(4, M - m), 4, K);
    dst += <usize> K * 16;
  }
}

/** Packs B (K×N) as panels of 32 columns, [N/32][K][32], for `rowProduct`. */
export function packWidePanels(dst: usize, b: usize, rowStride: i32, colStride: i32, K: i32, N: i32): void {
  for (let n = 0; n < N; n += 32) {
    packLines(dst, b + n * colStride, colStride, rowStride, min(32, N - n), 32, K);
    dst += <usize> K * 128;
  }
}
