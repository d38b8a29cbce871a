import { checkCount, decodeNumbers, type NumberTable } from "./number_table.ts";

const MAGIC = "\x93NUMPY";

/**
 * Reads the matrix in the bytes of a .npy file (NumPy, NEP 1) of float32 or float64, little-endian. Throws RangeError for
 * another format, type of numbers or number of dimensions.
 */
export function readNpy(path: string, bytes: Uint8Array): NumberTable {
  const latin = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (latin(0, 6) !== MAGIC || bytes.length < 12) {
    throw new RangeError(`Cannot read ${path}: it is not a .npy file`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [from, length] = bytes[6] === 1
    ? [10, view.getUint16(8, true)]
    : [12, view.getUint32(8, true)];
  const header = latin(from, from + length);
  const type = header.match(/'descr': '(.+?)'/)?.[1];
  const shape = header.match(/'shape': \((\d+), (\d+)\)/)?.slice(1).map(Number);
  if (type !== "<f4" && type !== "<f8") {
    throw new RangeError(`Cannot read ${path}: its type must be <f4 or <f8, got ${type}`);
  }
  if (!shape) throw new RangeError(`Cannot read ${path}: its shape must have two dimensions`);
  const [rows, cols] = shape;
  const values = decodeNumbers(
    type === "<f4" ? Float32Array : Float64Array,
    bytes.subarray(from + length),
  );
  const numbers = { rows, cols, values, byColumns: header.includes("'fortran_order': True") };
  checkCount(path, numbers);
  return numbers;
}
