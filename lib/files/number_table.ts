/** A table of numbers from a file, as they stand in it. */
export interface NumberTable {
  readonly rows: number;
  readonly cols: number;
  readonly values: ArrayLike<number>;
  /** Whether a column's numbers follow one another, as in MATLAB and Fortran; otherwise a row's do. */
  readonly byColumns: boolean;
}

type Kind = { new (buffer: ArrayBuffer): ArrayLike<number>; readonly BYTES_PER_ELEMENT: number };

/** Bytes as little-endian numbers of a kind, copied so that they begin where numbers may. */
export function decodeNumbers(kind: Kind, bytes: Uint8Array): ArrayLike<number> {
  const whole = bytes.length - bytes.length % kind.BYTES_PER_ELEMENT;
  return new kind(bytes.slice(0, whole).buffer);
}

/** Throws RangeError unless as many numbers were found as the sizes ask for. */
export function checkCount(path: string, { rows, cols, values }: NumberTable): void {
  if (values.length !== rows * cols) {
    throw new RangeError(
      `Cannot read ${path}: it holds ${values.length} numbers, its sizes are ${rows}×${cols}`,
    );
  }
}
