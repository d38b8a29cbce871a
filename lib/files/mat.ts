import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { checkCount, type NumberTable, decodeNumbers } from "./number_table.ts";

// The names and numbers of the MAT-File Format (MathWorks), level 5.
const [MATRIX, COMPRESSED] = [14, 15];
const KINDS: Record<number, Parameters<typeof decodeNumbers>[0]> = {
  1: Int8Array,
  2: Uint8Array,
  3: Int16Array,
  4: Uint16Array,
  5: Int32Array,
  6: Uint32Array,
  7: Float32Array,
  9: Float64Array,
};

/** A tagged stretch of bytes, and where the next one begins. */
interface Element {
  type: number;
  bytes: Uint8Array;
  next: number;
}

/**
 * The matrix of a name in the bytes of a .mat file of level 5, packed or not (Karpathy's vgg_feats.mat is one, its matrix
 * "feats"). Throws RangeError for another format, and where there is no such matrix of plain numbers.
 */
export function readMat(path: string, bytes: Uint8Array, name: string): NumberTable {
  if (bytes.length < 128 || bytes[125] !== 1 || bytes[126] !== 0x49 || bytes[127] !== 0x4d) {
    throw new RangeError(`Cannot read ${path}: it is no .mat file of level 5, little-endian`);
  }
  const names: string[] = [];
  for (let at = 128; at < bytes.length;) {
    const outer = elementAt(path, bytes, at);
    const packed = outer.type === COMPRESSED;
    const { type, bytes: body } = packed ? elementAt(path, unpack(path, outer.bytes), 0) : outer;
    at = packed ? at + 8 + outer.bytes.length : outer.next; // what is packed isn't padded
    if (type !== MATRIX) continue;
    const [flags, sizes, label, real] = elementsOf(path, body);
    const found = String.fromCharCode(...label?.bytes ?? []);
    if (found === name) return matrixOf(path, flags, sizes, real);
    names.push(found);
  }
  throw new RangeError(
    `Cannot read ${path}: it holds ${names.join(", ") || "nothing"}, not ${name}`,
  );
}

function matrixOf(path: string, flags: Element, sizes: Element, real?: Element): NumberTable {
  const [rows, cols, ...more] = Array.from(decodeNumbers(Int32Array, sizes.bytes));
  const kind = real && KINDS[real.type], complex = (flags.bytes[1] & 8) !== 0;
  if (!kind || complex || more.length > 0) {
    throw new RangeError(`Cannot read ${path}: its matrix isn't one of real numbers`);
  }
  const numbers = { rows, cols, values: decodeNumbers(kind, real.bytes), byColumns: true };
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

/** An element of eight bytes and more; a small one keeps its length beside its type and its bytes behind. */
function elementAt(path: string, bytes: Uint8Array, at: number): Element {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 8 > bytes.length) throw new RangeError(`Cannot read ${path}: it is cut short`);
  const word = view.getUint32(at, true), small = word >>> 16;
  const [from, length] = small > 0 ? [at + 4, small] : [at + 8, view.getUint32(at + 4, true)];
  if (from + length > bytes.length) throw new RangeError(`Cannot read ${path}: it is cut short`);
  const next = small > 0 ? at + 8 : from + Math.ceil(length / 8) * 8;
  return {
    type: small > 0 ? word & 0xffff : word,
    bytes: bytes.subarray(from, from + length),
    next,
  };
}

function unpack(path: string, bytes: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(inflateSync(Buffer.from(bytes)));
  } catch {
    throw new RangeError(`Cannot read ${path}: its packed part is damaged`);
  }
}
