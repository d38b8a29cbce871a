// Operations of the fast tape, forward and backward. Matrices are row-major as in lib/matrix.ts, with the sequences of a
// batch as columns; a row is a multiple of 4 floats long. In the backward kernels `adds` says whether to add to a gradient.
import { exp4, one, sigmoid4, tanh4 } from "./activations";
import { add, fma, load, mul, splat, store, sub, sumLanes } from "./vector";

// @ts-ignore: decorator
@inline function give(to: usize, x: v128, adds: bool): void {
  store(to, adds ? add(load(to), x) : x);
}

/** Computes dst = tanh(src), n floats. */
export function tanhOf(dst: usize, src: usize, n: i32): void {
  for (const end = dst + n * 4; dst < end; dst += 16, src += 16) store(dst, tanh4(load(src)));
}

/** Computes dsrc = d ∘ (1 − y²). */
export function tanhBack(dsrc: usize, d: usize, y: usize, n: i32, adds: bool): void {
  for (const end = dsrc + n * 4; dsrc < end; dsrc += 16, d += 16, y += 16) {
    const h = load(y);
    give(dsrc, mul(load(d), sub(one(), mul(h, h))), adds);
  }
}

/** Computes dst = σ(src). */
export function sigmoidOf(dst: usize, src: usize, n: i32): void {
  for (const end = dst + n * 4; dst < end; dst += 16, src += 16) store(dst, sigmoid4(load(src)));
}

/** Computes dsrc = d ∘ y ∘ (1 − y). */
export function sigmoidBack(dsrc: usize, d: usize, y: usize, n: i32, adds: bool): void {
  for (const end = dsrc + n * 4; dsrc < end; dsrc += 16, d += 16, y += 16) {
    const s = load(y);
    give(dsrc, mul(load(d), mul(s, sub(one(), s))), adds);
  }
}

/** Computes dst = max(0, src). */
export function reluOf(dst: usize, src: usize, n: i32): void {
  const zero = splat(0);
  for (const end = dst + n * 4; dst < end; dst += 16, src += 16) store(dst, f32x4.max(zero, load(src)));
}

/** Computes dsrc = d where y > 0, zeros elsewhere. */
export function reluBack(dsrc: usize, d: usize, y: usize, n: i32, adds: bool): void {
  const zero = splat(0);
  for (const end = dsrc + n * 4; dsrc < end; dsrc += 16, d += 16, y += 16) {
    give(dsrc, v128.and(load(d), f32x4.gt(load(y), zero)), adds);
  }
}

/** Computes dst = a + s b. */
export function addScaled(dst: usize, a: usize, b: usize, s: f32, n: i32): void {
  const factor = splat(s);
  for (const end = dst + n * 4; dst < end; dst += 16, a += 16, b += 16) {
    store(dst, fma(factor, load(b), load(a)));
  }
}

/** Computes dst = s src, or += if `adds`. */
export function scaled(dst: usize, src: usize, s: f32, n: i32, adds: bool): void {
  const factor = splat(s);
  for (const end = dst + n * 4; dst < end; dst += 16, src += 16) give(dst, mul(factor, load(src)), adds);
}

/** Computes dst = a ∘ b, or += if `adds`. */
export function entrywise(dst: usize, a: usize, b: usize, n: i32, adds: bool): void {
  for (const end = dst + n * 4; dst < end; dst += 16, a += 16, b += 16) {
    give(dst, mul(load(a), load(b)), adds);
  }
}

/** Adds column_i to every number of row i. */
export function addColumn(dst: usize, src: usize, column: usize, rows: i32, width: i32): void {
  for (let row = 0; row < rows; row++) {
    const b = splat(f32.load(column + row * 4));
    for (const end = dst + width * 4; dst < end; dst += 16, src += 16) store(dst, add(load(src), b));
  }
}

/** Computes column_i = Σ of row i, or += if `adds`. */
export function sumColumns(column: usize, src: usize, rows: i32, width: i32, adds: bool): void {
  for (let row = 0; row < rows; row++, column += 4) {
    let x = splat(0), y = splat(0);
    const end = src + width * 4;
    for (; src + 32 <= end; src += 32) x = add(x, load(src)), y = add(y, v128.load(src, 16));
    for (; src < end; src += 16) x = add(x, load(src));
    f32.store(column, sumLanes(add(x, y)) + (adds ? f32.load(column) : 0));
  }
}

/** Copies column classes_b of the table into column b of dst, zeros for −1. */
export function pickColumns(
  dst: usize, table: usize, classes: usize, rows: i32, stride: i32, count: i32, width: i32,
): void {
  for (let row = 0; row < rows; row++, table += stride * 4, dst += width * 4) {
    for (let b = 0; b < count; b++) {
      const index = i32.load(classes + b * 4);
      f32.store(dst + b * 4, index < 0 ? 0 : f32.load(table + index * 4));
    }
  }
}

/** Adds column b of d to column classes_b of dtable. */
export function unpickColumns(
  dtable: usize, d: usize, classes: usize, rows: i32, stride: i32, count: i32, width: i32,
): void {
  for (let row = 0; row < rows; row++, dtable += stride * 4, d += width * 4) {
    for (let b = 0; b < count; b++) {
      const index = i32.load(classes + b * 4);
      if (index < 0) continue;
      const at = dtable + index * 4;
      f32.store(at, f32.load(at) + f32.load(d + b * 4));
    }
  }
}

/**
 * Computes ŷ − y, four columns of scores at a time; zeros for target −1. `parts` receives, for every four columns, four
 * score[target] − max and four Σ e^{score − max}, from which the caller computes E = log Σ − difference; 0 and 1 for −1.
 */
export function columnCrossEntropy(
  dst: usize, scores: usize, targets: usize, parts: usize, rows: i32, count: i32, width: i32,
): void {
  const line = <usize> width * 4;
  for (let b = 0; b < count; b += 4) {
    const from = scores + b * 4, to = dst + b * 4, end = from + rows * line;
    let top = load(from), sum = splat(0);
    for (let at = from + line; at < end; at += line) top = f32x4.max(top, load(at));
    for (let at = from, out = to; at < end; at += line, out += line) {
      const power = exp4(sub(load(at), top));
      store(out, power);
      sum = add(sum, power);
    }
    const share = f32x4.div(one(), sum);
    const asked = i32x4.ge_s(load(targets + b * 4), i32x4.splat(0));
    for (let at = from, out = to; at < end; at += line, out += line) {
      store(out, v128.and(mul(load(out), share), asked));
    }
    store(parts, splat(0)), store(parts + 16, one());
    const room = parts + 32;
    store(room, top), store(room + 16, sum);
    for (let i = 0; i < min(4, count - b); i++) {
      const target = i32.load(targets + (b + i) * 4);
      if (target < 0) continue;
      const at = <usize> target * line + i * 4;
      f32.store(to + at, f32.load(to + at) - 1);
      f32.store(parts + i * 4, f32.load(from + at) - f32.load(room + i * 4));
      f32.store(parts + 16 + i * 4, f32.load(room + 16 + i * 4));
    }
    parts += 32;
  }
}

/** Writes the size×size neighbourhood of each pixel as a column (im2col); pixels beyond the border are left as they are. */
export function cutPatches(
  dst: usize, src: usize, channels: i32, height: i32, width: i32, size: i32, batch: i32,
): void {
  const half = size >> 1, pixel = batch * 4, line = width * pixel, map = height * line;
  for (let row = 0; row < channels * size * size; row++, dst += map) {
    const dx = row % size - half, dy = row / size % size - half, c = row / (size * size);
    const first = max(0, -dx), length = (width - abs(dx)) * pixel;
    const shift = c * map + dy * line + dx * pixel;
    for (let y = max(0, -dy); y < height - max(0, dy); y++) {
      const at = y * line + first * pixel;
      memory.copy(dst + at, src + at + shift, length);
    }
  }
}

/** Adds every number of the patches to the pixel that it came from (col2im). */
export function addPatches(
  dsrc: usize, d: usize, channels: i32, height: i32, width: i32, size: i32, batch: i32,
): void {
  const half = size >> 1, pixel = batch * 4, line = width * pixel, map = height * line;
  for (let row = 0; row < channels * size * size; row++, d += map) {
    const dx = row % size - half, dy = row / size % size - half, c = row / (size * size);
    const first = max(0, -dx), length = <usize> ((width - abs(dx)) * pixel);
    const shift = c * map + dy * line + dx * pixel;
    for (let y = max(0, -dy); y < height - max(0, dy); y++) {
      const from = d + y * line + first * pixel, to = dsrc + y * line + first * pixel + shift;
      for (let j: usize = 0; j < length; j += 16) store(to + j, add(load(to + j), load(from + j)));
    }
  }
}

/** Computes the maximum of each 2×2 pixels; src has `lines` lines of `width` pixels of `batch` floats. */
export function poolOf(dst: usize, src: usize, lines: i32, width: i32, batch: i32): void {
  const pixel = <usize> batch * 4, line = <usize> width * pixel;
  for (let y = 0; y < lines; y += 2, src += line) {
    for (let x = 0; x < width; x += 2, src += pixel) {
      for (const end = src + pixel; src < end; src += 16, dst += 16) {
        const top = f32x4.max(load(src), load(src + pixel));
        const low = src + line;
        store(dst, f32x4.max(top, f32x4.max(load(low), load(low + pixel))));
      }
    }
  }
}

/** Passes d to the first of the four pixels that is the maximum, zeros to the others. */
export function poolBack(
  dsrc: usize, d: usize, src: usize, y: usize, lines: i32, width: i32, batch: i32, adds: bool,
): void {
  const pixel = <usize> batch * 4, line = <usize> width * pixel;
  for (let row = 0; row < lines; row += 2, src += line, dsrc += line) {
    for (let x = 0; x < width; x += 2, src += pixel, dsrc += pixel) {
      for (const end = src + pixel; src < end; src += 16, dsrc += 16, d += 16, y += 16) {
        const best = load(y);
        let rest = load(d);
        for (let k = 0; k < 4; k++) {
          const at = (k & 1) * pixel + (k >> 1) * line;
          const here = f32x4.eq(load(src + at), best);
          give(dsrc + at, v128.and(rest, here), adds);
          rest = v128.andnot(rest, here);
        }
      }
    }
  }
}
