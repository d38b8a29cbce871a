// Operations on rows before and after the cell: inputs by class, biases, sums over rows, the loss.
import { exp4 } from "./activations";
import { add, load, maxLane, mul, splat, store, sub, sumLanes } from "./vector";

/** Sets every row to the bias. */
export function fillRows(dst: usize, bias: usize, rows: i32, width: i32): void {
  for (let row = 0; row < rows; row++, dst += width * 4) memory.copy(dst, bias, width * 4);
}

/** Sets row r to bias + table[class r], the product of a one-hot row and a weight matrix; class −1 is a row of zeros. */
export function gatherRows(
  dst: usize, table: usize, classes: usize, bias: usize, rows: i32, width: i32,
): void {
  const bytes = <usize> width * 4;
  for (let row = 0; row < rows; row++, dst += bytes) {
    const index = i32.load(classes + row * 4);
    if (index < 0) {
      memory.copy(dst, bias, bytes);
      continue;
    }
    const from = table + <usize> index * bytes;
    for (let j: usize = 0; j < bytes; j += 16) store(dst + j, add(load(from + j), load(bias + j)));
  }
}

/** Adds row r to table[class r], the gradient of `gatherRows`. */
export function scatterRows(table: usize, classes: usize, src: usize, rows: i32, width: i32): void {
  const bytes = <usize> width * 4;
  for (let row = 0; row < rows; row++, src += bytes) {
    const index = i32.load(classes + row * 4);
    if (index < 0) continue;
    const to = table + <usize> index * bytes;
    for (let j: usize = 0; j < bytes; j += 16) store(to + j, add(load(src + j), load(to + j)));
  }
}

/** Computes the sum of all rows, four at a time, so that the sums are read and written a quarter as often. */
export function sumRows(sums: usize, src: usize, rows: i32, width: i32): void {
  const bytes = <usize> width * 4;
  memory.fill(sums, 0, bytes);
  let row = 0;
  for (; row + 4 <= rows; row += 4, src += 4 * bytes) {
    const s1 = src + bytes, s2 = s1 + bytes, s3 = s2 + bytes;
    for (let j: usize = 0; j < bytes; j += 16) {
      const pair = add(load(src + j), load(s1 + j)), other = add(load(s2 + j), load(s3 + j));
      store(sums + j, add(load(sums + j), add(pair, other)));
    }
  }
  for (; row < rows; row++, src += bytes) {
    for (let j: usize = 0; j < bytes; j += 16) store(sums + j, add(load(sums + j), load(src + j)));
  }
}

/** Multiplies each row entrywise by the factors, that is src diag(factors). */
export function scaleColumns(dst: usize, src: usize, factors: usize, rows: i32, width: i32): void {
  const bytes = <usize> width * 4;
  for (let row = 0; row < rows; row++, dst += bytes, src += bytes) {
    for (let j: usize = 0; j < bytes; j += 16) store(dst + j, mul(load(src + j), load(factors + j)));
  }
}

/** Adds src to dst, n floats. */
export function addTo(dst: usize, src: usize, n: i32): void {
  for (const end = dst + n * 4; dst < end; dst += 16, src += 16) store(dst, add(load(dst), load(src)));
}

/**
 * Turns scores into scale·(ŷ − y), row by row. `parts` receives two floats a row, score[target] − max and
 * Σ e^{score − max}, from which the caller computes E = log Σ − difference in float64, so that a small E is not rounded to
 * zero. For target −1 the gradient is zero and the parts are 0 and 1. Columns beyond the classes must be very negative.
 */
export function crossEntropy(
  scores: usize, targets: usize, parts: usize, rows: i32, width: i32, scale: f32,
): void {
  const bytes = <usize> width * 4;
  for (let row = 0; row < rows; row++, scores += bytes, parts += 8) {
    const target = i32.load(targets + row * 4);
    if (target < 0) {
      memory.fill(scores, 0, bytes);
      f32.store(parts, 0), f32.store(parts + 4, 1);
      continue;
    }
    let top = load(scores);
    for (let j: usize = 16; j < bytes; j += 16) top = f32x4.max(top, load(scores + j));
    const largest = maxLane(top), shift = splat(largest);
    f32.store(parts, f32.load(scores + <usize> target * 4) - largest);
    let sum = splat(0);
    for (let j: usize = 0; j < bytes; j += 16) {
      const power = exp4(sub(load(scores + j), shift));
      store(scores + j, power);
      sum = add(sum, power);
    }
    const total = sumLanes(sum), factor = splat(scale / total);
    f32.store(parts + 4, total);
    for (let j: usize = 0; j < bytes; j += 16) store(scores + j, mul(load(scores + j), factor));
    const at = scores + <usize> target * 4;
    f32.store(at, f32.load(at) - scale);
  }
}

/**
 * Turns outputs into 2·scale·(ŷ − y), row by row; zeros in rows where `asked` is −1 and in columns from `count` on. `errors`
 * receives Σ (ŷ − y)² of each row.
 */
export function squaredError(
  outputs: usize, targets: usize, asked: usize, errors: usize, rows: i32, width: i32, count: i32, scale: f32,
): void {
  const bytes = <usize> width * 4, used = <usize> count * 4;
  for (let row = 0; row < rows; row++, outputs += bytes, targets += bytes) {
    let sum: f32 = 0;
    const end = i32.load(asked + row * 4) < 0 ? <usize> 0 : used;
    for (let j: usize = 0; j < end; j += 4) {
      const difference = f32.load(outputs + j) - f32.load(targets + j);
      f32.store(outputs + j, 2 * scale * difference);
      sum += difference * difference;
    }
    memory.fill(outputs + end, 0, bytes - end);
    f32.store(errors + row * 4, sum);
  }
}

/** Computes Σ x² of each row. */
export function squareRows(squares: usize, src: usize, rows: i32, width: i32): void {
  for (let row = 0; row < rows; row++) {
    let sum = splat(0);
    for (const end = src + <usize> width * 4; src < end; src += 16) {
      const x = load(src);
      sum = add(sum, mul(x, x));
    }
    f32.store(squares + row * 4, sumLanes(sum));
  }
}

/** Multiplies each row by its factor. */
export function scaleRows(dst: usize, src: usize, factors: usize, rows: i32, width: i32): void {
  const bytes = <usize> width * 4;
  for (let row = 0; row < rows; row++, dst += bytes, src += bytes) {
    const factor = splat(f32.load(factors + row * 4));
    for (let j: usize = 0; j < bytes; j += 16) store(dst + j, mul(load(src + j), factor));
  }
}
