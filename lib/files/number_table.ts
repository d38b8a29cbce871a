/** A matrix in the order of its file. */
export interface NumberTable {
  readonly rows: number;
  readonly cols: number;
  readonly values: ArrayLike<number>;
  /** True for column-major order, as in MATLAB and Fortran; false for row-major order. */
  readonly byColumns: boolean;
}

type NumberArray = {
  new (buffer: ArrayBuffer): ArrayLike<number>;
  readonly BYTES_PER_ELEMENT: number;
};

/** Decodes little-endian numbers from bytes, which are copied because typed arrays must be aligned. */
export function decodeNumbers(type: NumberArray, bytes: Uint8Array): ArrayLike<number> {
  const whole = bytes.length - bytes.length % type.BYTES_PER_ELEMENT;
  return new type(bytes.slice(0, whole).buffer);
}

/** Throws RangeError unless there are rows × cols numbers. */
export function checkCount(path: string, { rows, cols, values }: NumberTable): void {
  if (values.length !== rows * cols) {
    throw new RangeError(
      `Cannot read ${path}: its shape is ${rows}×${cols}, but it has ${values.length} numbers`,
    );
  }
}
