import { readMat4 } from "./mat4.ts";
import { readMat5 } from "./mat5.ts";
import type { NumberTable } from "./number_table.ts";

const HDF5 = "\x89HDF\r\n\x1a\n";

/**
 * Reads the named matrix of `count` images from the bytes of a .mat file of level 4 or 5, compressed or not. Throws
 * RangeError if the file has another format, is corrupt, or has no matrix of this name that can be read as features.
 */
export function readMat(path: string, bytes: Uint8Array, name: string, count: number): NumberTable {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  const order = text(126, 128), isLittle = order === "IM", isKnown = isLittle || order === "MI";
  const version = isKnown ? bytes[isLittle ? 125 : 124] : undefined; // its high byte
  if (version === 2 || text(0, 8) === HDF5 || text(512, 520) === HDF5) {
    throw new RangeError(
      `Cannot read ${path}: it is a .mat file of version 7.3 (HDF5), expected version 7 or lower: ` +
        'save it in MATLAB with the option "-v7", or as a .npy file',
    );
  }
  if (bytes.length > 4 && bytes.subarray(0, 4).includes(0)) {
    return readMat4(path, bytes, name, count);
  }
  if (version === 1) {
    return readMat5({ path, bytes, littleEndian: isLittle }, name, count);
  }
  throw new RangeError(`Cannot read ${path}: it is not a .mat file of level 4 or 5`);
}
