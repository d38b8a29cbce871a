const MOST_NAMES = 10;

/** Returns the error for a matrix that can't be read as features. */
export function unusable(path: string, name: string, found: string): RangeError {
  return new RangeError(
    `Cannot read ${path}: ${name} is ${found}, expected a real two-dimensional matrix of numbers`,
  );
}

/** Returns the error for a corrupt file, with the reason. */
export function corrupt(path: string, reason: string): RangeError {
  return new RangeError(`Cannot read ${path}: ${reason}`);
}

/** Returns the error for a file without the named matrix; `names` lists the matrices that it has. */
export function missing(path: string, name: string, names: string[]): RangeError {
  const shown = names.slice(0, MOST_NAMES).join(", ") + (names.length > MOST_NAMES ? ", …" : "");
  return new RangeError(`Cannot read ${name} from ${path}: its matrices are ${shown || "none"}`);
}

/** Decodes the name of a matrix, which MATLAB limits to 63 letters, digits and underscores. */
export function decodeName(bytes: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 64)).split("\0")[0];
  return text.replaceAll(/[^\x20-\x7e]/g, "?");
}
