import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { checkCount, decodeNumbers, type NumberTable } from "./number_table.ts";

// Data types of MathWorks, MAT-File Format, level 5, table 1-1.
const [MATRIX, COMPRESSED] = [14, 15];
const NUMBER_TYPES: Record<number, Parameters<typeof decodeNumbers>[0]> = {
  1: Int8Array,
  2: Uint8Array,
  3: Int16Array,
  4: Uint16Array,
  5: Int32Array,
  6: Uint32Array,
  7: Float32Array,
  9: Float64Array,
};

/** A data element, and the offset of the next one. */
interface Element {
  type: number;
  bytes: Uint8Array;
  next: number;
}

/**
 * Reads a named matrix from the bytes of a level 5 .mat file, compressed or not. Throws RangeError if the format is another,
 * or the file has no real, two-dimensional matrix of this name.
 */
export function readMat(path: string, bytes: Uint8Array, name: string): NumberTable {
  if (bytes.length < 128 || bytes[125] !== 1 || bytes[126] !== 0x49 || bytes[127] !== 0x4d) {
    throw new RangeError(`Cannot read ${path}: it is not a little-endian .mat file of level 5`);
  }
  const names: string[] = [];
  for (let at = 128; at < bytes.length;) {
    const outer = elementAt(path, bytes, at);
    const compressed = outer.type === COMPRESSED;
    const { type, bytes: body } = compressed
      ? elementAt(path, decompress(path, outer.bytes), 0)
      : outer;
    at = compressed ? at + 8 + outer.bytes.length : outer.next; // compressed elements aren't padded
    if (type !== MATRIX) continue;
    const [flags, sizes, label, real] = elementsOf(path, body);
    const found = String.fromCharCode(...label?.bytes ?? []);
    if (found === name) return matrixOf(path, flags, sizes, real);
    names.push(found);
  }
  throw new RangeError(
    `Cannot read ${name} from ${path}: its matrices are ${names.join(", ") || "none"}`,
  );
}

function matrixOf(path: string, flags: Element, sizes: Element, real?: Element): NumberTable {
  const [rows, cols, ...more] = Array.from(decodeNumbers(Int32Array, sizes.bytes));
  const type = real && NUMBER_TYPES[real.type], complex = (flags.bytes[1] & 8) !== 0;
  if (!type || complex || more.length > 0) {
    throw new RangeError(`Cannot read ${path}: its matrix must be real and of two dimensions`);
  }
  const numbers = { rows, cols, values: decodeNumbers(type, real.bytes), byColumns: true };
  checkCount(path, numbers);
  return numbers;
}

function elementsOf(path: string, bytes: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    elements.push(elementAt(path, bytes, at));
    at = elements.at(-1)!.next;
  }
  return elements;
}

/** Reads the element at an offset; one of at most 4 bytes has its length beside its type, and its data in the same 8 bytes. */
function elementAt(path: string, bytes: Uint8Array, at: number): Element {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 8 > bytes.length) throw new RangeError(`Cannot read ${path}: it is truncated`);
  const word = view.getUint32(at, true), small = word >>> 16;
  const [from, length] = small > 0 ? [at + 4, small] : [at + 8, view.getUint32(at + 4, true)];
  if (from + length > bytes.length) throw new RangeError(`Cannot read ${path}: it is truncated`);
  const next = small > 0 ? at + 8 : from + Math.ceil(length / 8) * 8;
  return {
    type: small > 0 ? word & 0xffff : word,
    bytes: bytes.subarray(from, from + length),
    next,
  };
}

function decompress(path: string, bytes: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(inflateSync(Buffer.from(bytes)));
  } catch {
    throw new RangeError(`Cannot read ${path}: its compressed data are corrupt`);
  }
}
