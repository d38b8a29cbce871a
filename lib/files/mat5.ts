import { Buffer } from "node:buffer";
import { constants, inflateSync } from "node:zlib";
import { corrupt, missing } from "./mat_errors.ts";
import { type Element, elementAt, type Mat5Header, readHeader, tagAt } from "./mat5_elements.ts";
import { checkUsable, mostBytes, tableOf } from "./mat5_matrix.ts";
import type { NumberFile, NumberTable } from "./number_table.ts";

const [MATRIX, COMPRESSED] = [14, 15];
const START = 128; // the bytes of the file's own header
const PEEK = 1024; // compressed bytes that hold at least the description of a matrix
const MOST_BYTES = 2 ** 32;

/** Reads the named matrix of `count` images from a .mat file of level 5; throws as `readMat` does. */
export function readMat5(file: NumberFile, name: string, count: number): NumberTable {
  const names: string[] = [];
  for (let at = START; at < file.bytes.length;) {
    const outer = elementAt(file, file.bytes, at), isCompressed = outer.type === COMPRESSED;
    at = isCompressed ? outer.from + outer.length : outer.next; // compressed elements aren't padded
    if (!isCompressed && outer.type !== MATRIX) continue;
    const header = readHeader(file, isCompressed ? peek(file, outer).bytes : outer.bytes);
    if (header.name === name) {
      checkUsable(file.path, header, count);
      return tableOf(
        file,
        header,
        isCompressed ? inflate(file, outer, header) : outer.bytes,
        count,
      );
    }
    names.push(header.name);
  }
  throw missing(file.path, name, names);
}

/** Decompresses the first bytes of a matrix and returns them with its length. */
function peek(file: NumberFile, outer: Element): { bytes: Uint8Array; length: number } {
  const bytes = decompress(file, outer.bytes.subarray(0, PEEK), {
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  const { type, from, length } = tagAt(file, bytes, 0);
  if (type !== MATRIX) throw corrupt(file.path, "its compressed data contain no matrix");
  return { bytes: bytes.subarray(from, from + length), length };
}

/**
 * Decompresses a matrix, but no more bytes than its sizes need, because a small file can declare any number of bytes.
 */
function inflate(file: NumberFile, outer: Element, header: Mat5Header): Uint8Array {
  const { length } = peek(file, outer), most = Math.min(MOST_BYTES, mostBytes(header));
  if (length > most) {
    throw corrupt(
      file.path,
      `${header.name} declares ${length} bytes, but its sizes allow at most ${most}`,
    );
  }
  const bytes = decompress(file, outer.bytes, { maxOutputLength: 8 + Math.ceil(length / 8) * 8 });
  return elementAt(file, bytes, 0).bytes;
}

function decompress(
  { path }: NumberFile,
  bytes: Uint8Array,
  options: Parameters<typeof inflateSync>[1],
): Uint8Array {
  try {
    return new Uint8Array(inflateSync(Buffer.from(bytes), options));
  } catch {
    throw corrupt(path, "its compressed data are corrupt");
  }
}
