import { parseNpyHeader } from "./npy_header.ts";
import { checkImages, denseTable, type NumberTable } from "./number_table.ts";

const MAGIC = "\x93NUMPY";
const LONGEST_HEADER = 10_000; // bytes, as in NumPy

/**
 * Reads the matrix of `count` images from the bytes of a .npy file (NumPy, NEP 1), of version 1, 2 or 3. Throws
 * RangeError for another format, a numeric type that features can't have, or another number of dimensions or images.
 */
export function readNpy(path: string, bytes: Uint8Array, count: number): NumberTable {
  const { header, body } = splitNpy(path, bytes);
  const { type, littleEndian, byColumns, shape } = parseNpyHeader(path, header);
  if (shape.length !== 2) {
    throw new RangeError(
      `Cannot read ${path}: its shape must have two dimensions, got ${shape.length}`,
    );
  }
  const [rows, cols] = shape;
  checkImages(path, rows, cols, count);
  return denseTable({ path, bytes, littleEndian }, type, body, { rows, cols, byColumns });
}

/** Splits a file into its header and the bytes of its numbers. */
function splitNpy(path: string, bytes: Uint8Array): { header: string; body: Uint8Array } {
  const latin = (from: number, to: number) =>
    Array.from(bytes.subarray(from, to), (byte) => String.fromCharCode(byte)).join("");
  if (latin(0, 2) === "PK") {
    throw new RangeError(
      `Cannot read ${path}: it is a .npz archive, expected one array, as numpy.save writes it`,
    );
  }
  if (latin(0, 6) !== MAGIC || bytes.length < 12) {
    throw new RangeError(`Cannot read ${path}: it is not a .npy file`);
  }
  const [major, minor] = bytes.subarray(6, 8);
  if (major < 1 || major > 3 || minor !== 0) {
    throw new RangeError(
      `Cannot read ${path}: its format version must be 1.0, 2.0 or 3.0, got ${major}.${minor}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const from = major === 1 ? 10 : 12;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER || from + length > bytes.length) {
    throw new RangeError(
      `Cannot read ${path}: its header must have at most ${LONGEST_HEADER} bytes and be complete, ` +
        `but it declares ${length}, and ${bytes.length - from} follow`,
    );
  }
  return { header: latin(from, from + length), body: bytes.subarray(from + length) };
}
