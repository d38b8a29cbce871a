import { corrupt, unusable } from "./mat_errors.ts";
import { type Element, elementAt, type Mat5Header, readHeader } from "./mat5_elements.ts";
import {
  bytesPerNumber,
  checkImages,
  decodeNumbers,
  denseTable,
  MOST_FEATURES,
  type NumberFile,
  type NumberTable,
  type NumberType,
  sparseTable,
} from "./number_table.ts";

// deno-fmt-ignore
const CLASSES = [
  "unknown", "cell", "struct", "object", "char", "sparse", "double", "single", "int8", "uint8",
  "int16", "uint16", "int32", "uint32", "int64", "uint64", "function", "opaque", "object",
];
const [CELL, SPARSE, DOUBLE, UINT64] = [1, 5, 6, 15];
const MATRIX = 14;
const STORED: Record<number, NumberType> = {
  ...{ 1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8" },
};

/** Throws RangeError unless the class and the sizes of a matrix fit the features of `count` images. */
export function checkUsable(path: string, header: Mat5Header, count: number): void {
  const { name, classCode, sizes: [rows, cols] } = header;
  if (classCode !== CELL) {
    checkReal(path, header);
    return checkImages(path, rows, cols, count);
  }
  if (header.sizes.length === 2 && Math.min(rows, cols) === 1 && rows * cols === count) return;
  throw new RangeError(
    `Cannot read ${path}: the cell array ${name} must have one vector for each of the ${count} images, ` +
      `but it is ${header.sizes.join("×")}`,
  );
}

/** Returns the largest number of bytes that a matrix of these sizes can need, including its description. */
export function mostBytes({ classCode, sizes: [rows, cols], end }: Mat5Header): number {
  const numbers = classCode === CELL ? rows * cols * MOST_FEATURES : rows * cols;
  return end + 64 + 16 * numbers + 256 * cols;
}

/** Reads the numbers of a matrix whose description has been checked. Throws RangeError if they are corrupt. */
export function tableOf(
  file: NumberFile,
  header: Mat5Header,
  bytes: Uint8Array,
  count: number,
): NumberTable {
  if (header.classCode === CELL) return cellTable(file, header, bytes, count);
  if (header.classCode === SPARSE) return sparseOf(file, header, bytes);
  const [rows, cols] = header.sizes, real = elementAt(file, bytes, header.end);
  return denseTable(file, storedType(file, real), real.bytes, { rows, cols, byColumns: true });
}

function checkReal(path: string, { name, classCode, isComplex, sizes }: Mat5Header): void {
  const isNumeric = classCode === SPARSE || (classCode >= DOUBLE && classCode <= UINT64);
  if (!isNumeric) throw unusable(path, name, `of class ${CLASSES[classCode] ?? classCode}`);
  if (isComplex) throw unusable(path, name, `complex, of class ${CLASSES[classCode]}`);
  if (sizes.length > 2) throw unusable(path, name, sizes.join("×"));
}

/**
 * Reads a sparse matrix in compressed-column format: the row indices of its entries, the first entry of each column,
 * and the values.
 */
function sparseOf(file: NumberFile, { sizes: [rows, cols], end }: Mat5Header, bytes: Uint8Array) {
  const ir = elementAt(file, bytes, end), jc = elementAt(file, bytes, ir.next);
  const [i, starts, values] = [ir, jc, elementAt(file, bytes, jc.next)].map((element) =>
    decodeNumbers(file, storedType(file, element), element.bytes)
  );
  const length = starts[cols] ?? -1;
  const rises = (start: number, n: number) => start >= (n === 0 ? 0 : starts[n - 1]);
  const isInside = (row: number, n: number) => n >= length || (row >= 0 && row < rows);
  const fits = starts.length === cols + 1 && starts[0] === 0 && length >= 0 &&
    length <= Math.min(i.length, values.length);
  if (!fits || !Array.from(starts).every(rises) || !Array.from(i).every(isInside)) {
    throw corrupt(file.path, "the indices of its sparse matrix are corrupt");
  }
  const j = new Uint32Array(length);
  for (let column = 0; column < cols; column++) j.fill(column, starts[column], starts[column + 1]);
  return sparseTable({ rows, cols }, { i, j, values });
}

/** Reads a vector of numbers from each cell, as the columns of a table. */
function cellTable(
  file: NumberFile,
  { name, end }: Mat5Header,
  bytes: Uint8Array,
  count: number,
): NumberTable {
  const vectors: Float64Array[] = [];
  for (let at = end; vectors.length < count;) {
    const element = elementAt(file, bytes, at), label = `${name}{${vectors.length + 1}}`;
    if (element.type !== MATRIX) throw corrupt(file.path, `${label} is corrupt`);
    vectors.push(vectorOf(file, element, label));
    at = element.next;
  }
  const size = vectors[0].length, other = vectors.findIndex(({ length }) => length !== size);
  if (other >= 0) {
    const lengths = `${name}{1} has ${size} numbers, ${name}{${other + 1}} has ${
      vectors[other].length
    }`;
    throw corrupt(file.path, `the vectors in its cells must have the same length, but ${lengths}`);
  }
  checkImages(file.path, size, count, count);
  const row = (i: number) => Float64Array.from(vectors, (vector) => vector[i]);
  return { rows: size, cols: count, column: (j) => vectors[j], row };
}

function vectorOf(file: NumberFile, { bytes }: Element, label: string): Float64Array {
  const header = { ...readHeader(file, bytes), name: label }, [rows, cols] = header.sizes;
  if (header.classCode !== SPARSE) checkReal(file.path, header);
  if (header.classCode === SPARSE) throw unusable(file.path, label, "of class sparse");
  if (rows !== 1 && cols !== 1) throw unusable(file.path, label, `${rows}×${cols}, not a vector`);
  const table = tableOf(file, header, bytes, 1);
  return cols === 1 ? table.column(0) : table.row(0);
}

function storedType({ path }: NumberFile, { type, length }: Element): NumberType {
  const stored = STORED[type];
  if (stored && length % bytesPerNumber(stored) === 0) return stored;
  throw corrupt(path, `the numbers of its matrix are corrupt (${length} bytes of type ${type})`);
}
