import { readMat4 } from "./mat4.ts";
import { readMat5 } from "./mat5.ts";
import type { NumberTable } from "./number_table.ts";

/**
 * Reads the named matrix of `count` images from the bytes of a .mat file of level 4 or 5, compressed or not. Throws RangeError
 * if the format is another, or the file is corrupt or has no matrix of this name that can be read as features.
 */
export function readMat(path: string, bytes: Uint8Array, name: string, count: number): NumberTable {
  const at = (from: number, to: number) => [...bytes.subarray(from, to)].join(" ");
  const [version, order] = [at(124, 126), at(126, 128)], isLittle = order === "73 77"; // "IM"
  if (at(1, 4) === "72 68 70" || at(513, 516) === "72 68 70" || /^(0 2|2 0)$/.test(version)) { // "HDF"
    throw new RangeError(
      `Cannot read ${path}: it is a .mat file of version 7.3 (HDF5), expected version 7 or lower: ` +
        'save it in MATLAB with the option "-v7", or as a .npy file',
    );
  }
  if (bytes.length > 4 && bytes.subarray(0, 4).includes(0)) {
    return readMat4(path, bytes, name, count);
  }
  if (version === (isLittle ? "0 1" : "1 0") && (isLittle || order === "77 73")) {
    return readMat5({ path, bytes, littleEndian: isLittle }, name, count);
  }
  throw new RangeError(`Cannot read ${path}: it is not a .mat file of level 4 or 5`);
}
