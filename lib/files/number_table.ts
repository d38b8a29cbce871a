/** A matrix in a file, whose columns or rows are decoded when they are read. */
export interface NumberTable {
  readonly rows: number;
  readonly cols: number;
  /** Returns column j, counted from 0. */
  column(j: number): Float64Array;
  /** Returns row i, counted from 0. */
  row(i: number): Float64Array;
}

/** The bytes of a file, its path, for error messages, and the byte order of its numbers. */
export interface NumberFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
}

/**
 * The maximum number of features of one image, about a hundred times that of a CNN's widest layer; a tiny corrupt file
 * can declare more.
 */
export const MOST_FEATURES = 10_000_000;

/** Numeric types, named as in NumPy: float, signed and unsigned integer, each with its size in bytes, and Boolean. */
const TYPES = {
  f2: (buffer: ArrayBuffer) => Float32Array.from(new Uint16Array(buffer), halfToNumber),
  f4: (buffer: ArrayBuffer) => new Float32Array(buffer),
  f8: (buffer: ArrayBuffer) => new Float64Array(buffer),
  i1: (buffer: ArrayBuffer) => new Int8Array(buffer),
  i2: (buffer: ArrayBuffer) => new Int16Array(buffer),
  i4: (buffer: ArrayBuffer) => new Int32Array(buffer),
  i8: (buffer: ArrayBuffer, path: string) => exactNumbers(new BigInt64Array(buffer), path),
  u1: (buffer: ArrayBuffer) => new Uint8Array(buffer),
  u2: (buffer: ArrayBuffer) => new Uint16Array(buffer),
  u4: (buffer: ArrayBuffer) => new Uint32Array(buffer),
  u8: (buffer: ArrayBuffer, path: string) => exactNumbers(new BigUint64Array(buffer), path),
  b1: (buffer: ArrayBuffer) => new Uint8Array(buffer).map((byte) => byte === 0 ? 0 : 1),
};

/** A numeric type, such as "f4" for float32. */
export type NumberType = keyof typeof TYPES;

/** Tests whether this is the name of a numeric type that can be decoded. */
export function isNumberType(name: string): name is NumberType {
  return Object.hasOwn(TYPES, name);
}

/** Returns the size of one number in bytes. */
export function bytesPerNumber(type: NumberType): number {
  return Number(type[1]);
}

/** Decodes numbers. Throws RangeError for an integer beyond ±2^53, which may not be exact in float64. */
export function decodeNumbers(
  { path, littleEndian }: NumberFile,
  type: NumberType,
  bytes: Uint8Array,
): ArrayLike<number> {
  const size = bytesPerNumber(type);
  const copy = bytes.slice(0, bytes.length - bytes.length % size); // aligned, as typed arrays must be
  if (!littleEndian && size > 1) reverseEach(copy, size);
  return TYPES[type](copy.buffer, path);
}

/**
 * Throws RangeError unless a matrix has a row or a column for each of `count` images, and at most the maximum number of
 * features.
 */
export function checkImages(path: string, rows: number, cols: number, count: number): void {
  if (rows !== count && cols !== count) {
    throw new RangeError(
      `Cannot read ${path}: one size must be the number of images, ${count}, but it is ${rows}×${cols}`,
    );
  }
  const size = cols === count ? rows : cols;
  if (!Number.isInteger(size) || size < 1 || size > MOST_FEATURES) {
    throw new RangeError(
      `Cannot read ${path}: an image must have 1 to ${MOST_FEATURES} features, got ${size}`,
    );
  }
}

/** Returns a table of rows × cols numbers. Throws RangeError unless the bytes are exactly those numbers. */
export function denseTable(
  file: NumberFile,
  type: NumberType,
  bytes: Uint8Array,
  { rows, cols, byColumns }: { rows: number; cols: number; byColumns: boolean },
): NumberTable {
  const found = bytes.length / bytesPerNumber(type);
  if (found !== rows * cols) {
    throw new RangeError(
      `Cannot read ${file.path}: its shape is ${rows}×${cols}, but it has ${found} numbers`,
    );
  }
  const values = decodeNumbers(file, type, bytes);
  const [down, right] = byColumns ? [1, rows] : [cols, 1];
  const line = (from: number, step: number, length: number) =>
    Float64Array.from({ length }, (_, n) => values[from + n * step]);
  return {
    rows,
    cols,
    column: (j) => line(j * right, down, rows),
    row: (i) => line(i * down, right, cols),
  };
}

/** Returns a table that is zero except for the given entries; entries at the same position are added. */
export function sparseTable(
  { rows, cols }: { rows: number; cols: number },
  entries: { i: ArrayLike<number>; j: ArrayLike<number>; values: ArrayLike<number> },
): NumberTable {
  const { i, j, values } = entries;
  const reader = (along: ArrayLike<number>, lines: number, across: ArrayLike<number>) => {
    let groups: Groups | undefined;
    return (line: number, size: number) => {
      const { starts, order } = groups ??= groupBy(along, lines);
      const out = new Float64Array(size);
      for (let n = starts[line]; n < starts[line + 1]; n++) {
        out[across[order[n]]] += values[order[n]];
      }
      return out;
    };
  };
  const [column, row] = [reader(j, cols, i), reader(i, rows, j)];
  return { rows, cols, column: (j) => column(j, rows), row: (i) => row(i, cols) };
}

/**
 * Indices of entries, grouped by line (row or column); those of line n are order[starts[n]] … order[starts[n + 1] − 1].
 */
interface Groups {
  starts: Uint32Array;
  order: Uint32Array;
}

function groupBy(along: ArrayLike<number>, lines: number): Groups {
  const starts = new Uint32Array(lines + 1), order = new Uint32Array(along.length);
  for (let n = 0; n < along.length; n++) starts[along[n] + 1]++;
  for (let line = 0; line < lines; line++) starts[line + 1] += starts[line];
  const next = starts.slice();
  for (let n = 0; n < along.length; n++) order[next[along[n]]++] = n;
  return { starts, order };
}

function exactNumbers(integers: BigInt64Array | BigUint64Array, path: string): Float64Array {
  const most = 2n ** 53n, numbers = new Float64Array(integers.length);
  for (let n = 0; n < numbers.length; n++) {
    if (integers[n] > most || integers[n] < -most) {
      throw new RangeError(
        `Cannot read ${path}: its integers must be within ±2^53, got ${integers[n]}`,
      );
    }
    numbers[n] = Number(integers[n]);
  }
  return numbers;
}

/** Converts the bits of an IEEE 754 float16: a sign bit, 5 exponent bits, and 10 mantissa bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1, exponent = bits >> 10 & 31, mantissa = bits & 1023;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + mantissa) : 2 ** -24 * mantissa);
}

function reverseEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) {
    for (let a = at, b = at + size - 1; a < b; a++, b--) {
      [bytes[a], bytes[b]] = [bytes[b], bytes[a]];
    }
  }
}
