import { corrupt, decodeName, missing, unusable } from "./mat_errors.ts";
import {
  bytesPerNumber,
  checkImages,
  decodeNumbers,
  denseTable,
  type NumberFile,
  type NumberTable,
  type NumberType,
  sparseTable,
} from "./number_table.ts";

// The digits M, P and T of a matrix's type, MOPT, in MathWorks, MAT-File Format, level 4
const MACHINES = ["little-endian", "big-endian", "VAX D-float", "VAX G-float", "Cray"];
const TYPES: NumberType[] = ["f8", "f4", "i4", "i2", "u2", "u1"];
const [TEXT, SPARSE] = [1, 2]; // 0 is a full matrix
const HEADER = 20; // bytes

/** A matrix in a file: its type and sizes, and the bytes of its numbers. */
interface Mat4Matrix {
  name: string;
  type: NumberType;
  kind: number;
  rows: number;
  cols: number;
  complex: boolean;
  bytes: Uint8Array;
  next: number;
}

/** Reads the named matrix of `count` images from a .mat file of level 4; throws as `readMat` does. */
export function readMat4(
  path: string,
  bytes: Uint8Array,
  name: string,
  count: number,
): NumberTable {
  const file = { path, bytes, littleEndian: isLittleEndian(path, bytes) }, names: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const matrix = matrixAt(file, at);
    if (matrix.name === name) return tableOf(file, matrix, count);
    names.push(matrix.name);
    at = matrix.next;
  }
  throw missing(path, name, names);
}

function tableOf(file: NumberFile, matrix: Mat4Matrix, count: number): NumberTable {
  const { name, type, kind, rows, cols, complex, bytes } = matrix;
  if (kind === TEXT) throw unusable(file.path, name, "of class char");
  if (complex || (kind === SPARSE && cols === 4)) throw unusable(file.path, name, "complex");
  if (kind !== SPARSE) {
    checkImages(file.path, rows, cols, count);
    return denseTable(file, type, bytes, { rows, cols, byColumns: true });
  }
  return sparseOf(file, matrix, count);
}

/**
 * Reads a sparse matrix: each row holds the row index, the column index and the value of an entry; the last row holds
 * the sizes.
 */
function sparseOf(file: NumberFile, matrix: Mat4Matrix, count: number): NumberTable {
  const { type, bytes, rows: length } = matrix,
    numbers = Array.from(decodeNumbers(file, type, bytes));
  if (matrix.cols !== 3 || length < 1) {
    throw corrupt(
      file.path,
      "its sparse matrix must have three columns: row indices, column indices and values",
    );
  }
  const last = length - 1, [rows, cols] = [numbers[last], numbers[length + last]];
  checkImages(file.path, rows, cols, count);
  const indices = (from: number, size: number) => {
    const found = numbers.slice(from, from + last).map((index) => index - 1);
    if (found.every((index) => Number.isInteger(index) && index >= 0 && index < size)) return found;
    throw corrupt(file.path, `an entry of its sparse matrix is outside ${rows}×${cols}`);
  };
  const [i, j] = [indices(0, rows), indices(length, cols)];
  return sparseTable({ rows, cols }, {
    i,
    j,
    values: numbers.slice(2 * length, 2 * length + last),
  });
}

function matrixAt({ path, bytes, littleEndian }: NumberFile, at: number): Mat4Matrix {
  if (at + HEADER > bytes.length) throw corrupt(path, "it is truncated");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [mopt, rows, cols, imaginary, length] = [0, 4, 8, 12, 16].map((n) =>
    view.getInt32(at + n, littleEndian)
  );
  const [O, P, kind] = [100, 10, 1].map((unit) => Math.floor(mopt / unit) % 10);
  const type = TYPES[P], isValid = mopt >= 0 && mopt < 5000 && O === 0 && type && kind <= SPARSE;
  if (!isValid || rows < 0 || cols < 0 || length < 1 || (imaginary & ~1) !== 0) {
    throw corrupt(path, `the header of a matrix of level 4 at byte ${at} is corrupt`);
  }
  const from = at + HEADER + length;
  const next = from + rows * cols * bytesPerNumber(type) * (1 + imaginary);
  if (next > bytes.length) throw corrupt(path, "it is truncated");
  const name = decodeName(bytes.subarray(at + HEADER, from)), complex = imaginary === 1;
  return { name, type, kind, rows, cols, complex, bytes: bytes.subarray(from, next), next };
}

/**
 * Returns the byte order of the first matrix. Throws RangeError if its numbers are in the format of another machine, or
 * the file is not of level 4.
 */
function isLittleEndian(path: string, bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const mopt = [true, false].map((little) => view.getInt32(0, little))
    .find((value) => value >= 0 && value < 5000);
  if (mopt === undefined) throw corrupt(path, "it is not a .mat file of level 4 or 5");
  const machine = MACHINES[Math.floor(mopt / 1000)];
  if (machine.endsWith("endian")) return machine === MACHINES[0];
  throw corrupt(path, `its numbers are in the format of another machine, ${machine}`);
}
