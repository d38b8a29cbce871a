import { checkCount, type NumberTable, decodeNumbers } from "./number_table.ts";

const MAGIC = "\x93NUMPY";

/**
 * The table in the bytes of a .npy file of float32 or float64, little-endian (NumPy, NEP 1). Throws RangeError for another
 * format, another kind of number, and a shape that isn't of two sizes.
 */
export function readNpy(path: string, bytes: Uint8Array): NumberTable {
  const latin = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (latin(0, 6) !== MAGIC || bytes.length < 12) {
    throw new RangeError(`Cannot read ${path}: it is no .npy file`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [from, length] = bytes[6] === 1
    ? [10, view.getUint16(8, true)]
    : [12, view.getUint32(8, true)];
  const header = latin(from, from + length);
  const kind = header.match(/'descr': '(.+?)'/)?.[1];
  const shape = header.match(/'shape': \((\d+), (\d+)\)/)?.slice(1).map(Number);
  if (kind !== "<f4" && kind !== "<f8") {
    throw new RangeError(`Cannot read ${path}: its numbers are ${kind}, not <f4 or <f8`);
  }
  if (!shape) throw new RangeError(`Cannot read ${path}: its shape isn't of two sizes`);
  const [rows, cols] = shape;
  const values = decodeNumbers(
    kind === "<f4" ? Float32Array : Float64Array,
    bytes.subarray(from + length),
  );
  const numbers = { rows, cols, values, byColumns: header.includes("'fortran_order': True") };
  checkCount(path, numbers);
  return numbers;
}
