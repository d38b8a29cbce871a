import { corrupt, decodeName } from "./mat_errors.ts";
import type { NumberFile } from "./number_table.ts";

// Data types and classes of MathWorks, MAT-File Format, level 5, tables 1-1 and 1-3.
const [INT8, INT32, UINT32, UTF8] = [1, 5, 6, 16];
const OPAQUE = 17;

/** The place of a data element, and the offset of the next one. */
export interface Tag {
  type: number;
  from: number;
  length: number;
  next: number;
}

/** A data element. */
export interface Element extends Tag {
  bytes: Uint8Array;
}

/** The description at the beginning of a matrix. */
export interface Mat5Header {
  name: string;
  /** The number of its class; 6 is double. */
  classCode: number;
  isComplex: boolean;
  /** Its two or more sizes; empty if the class has no sizes. */
  sizes: number[];
  /** The offset of the first byte after the description. */
  end: number;
}

/**
 * Reads the tag at an offset; an element of at most 4 bytes stores its type, its length and its data in the same 8
 * bytes.
 */
export function tagAt({ path, littleEndian }: NumberFile, bytes: Uint8Array, at: number): Tag {
  if (at + 8 > bytes.length) throw corrupt(path, "it is truncated");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const word = view.getUint32(at, littleEndian), small = word >>> 16;
  if (small > 4) throw corrupt(path, `the tag of an element is corrupt (a length of ${small})`);
  if (small > 0) return { type: word & 0xffff, from: at + 4, length: small, next: at + 8 };
  const length = view.getUint32(at + 4, littleEndian), from = at + 8;
  return { type: word, from, length, next: from + Math.ceil(length / 8) * 8 };
}

/** Reads the element at an offset. Throws RangeError if it is truncated. */
export function elementAt(file: NumberFile, bytes: Uint8Array, at: number): Element {
  const tag = tagAt(file, bytes, at), end = tag.from + tag.length;
  if (end > bytes.length) throw corrupt(file.path, "it is truncated");
  return { ...tag, bytes: bytes.subarray(tag.from, end) };
}

/**
 * Reads the description of a matrix from all of its bytes, or from the first of them. Throws RangeError if it is
 * corrupt.
 */
export function readHeader(file: NumberFile, bytes: Uint8Array): Mat5Header {
  const flags = typed(file, elementAt(file, bytes, 0), [UINT32]);
  if (flags.length !== 8) throw corrupt(file.path, "the flags of a matrix are corrupt");
  const word = view(flags.bytes).getUint32(0, file.littleEndian), classCode = word & 0xff;
  const second = elementAt(file, bytes, flags.next);
  const hasSizes = classCode !== OPAQUE;
  const label = hasSizes ? elementAt(file, bytes, second.next) : second;
  return {
    name: decodeName(typed(file, label, [INT8, UTF8]).bytes),
    classCode,
    isComplex: (word & 0x800) !== 0,
    sizes: hasSizes ? sizesOf(file, typed(file, second, [INT32, UINT32])) : [],
    end: label.next,
  };
}

function sizesOf({ path, littleEndian }: NumberFile, { bytes, length }: Element): number[] {
  const sizes = Array.from(
    { length: Math.floor(length / 4) },
    (_, n) => view(bytes).getInt32(4 * n, littleEndian),
  );
  if (length % 4 === 0 && sizes.length >= 2 && sizes.every((size) => size >= 0)) return sizes;
  throw corrupt(path, "the sizes of a matrix are corrupt");
}

function typed({ path }: NumberFile, element: Element, types: number[]): Element {
  if (types.includes(element.type)) return element;
  throw corrupt(
    path,
    `the description of a matrix is corrupt (an element of type ${element.type})`,
  );
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
