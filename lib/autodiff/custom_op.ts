/** A matrix as a formula sees it: numbers row by row, in float64 or in float32. */
export interface Numbers {
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns. */
  readonly cols: number;
  /** Its numbers. */
  readonly data: Float64Array | Float32Array;
}

/**
 * An operation written out on numbers where products of matrices can't say it: the same loops run on `Value` in float64 and
 * on the fast tape in float32. Its result has as many columns as its first operand; columns are the sequences of a batch.
 */
export interface CustomOp {
  /** The rows of the result; throws RangeError for operands that don't fit. */
  rows(...operands: { rows: number; cols: number }[]): number;
  /** Writes the result: every entry of `out`, which may hold anything before. */
  forward(out: Numbers, ...operands: Numbers[]): void;
  /**
   * Adds to `dA`, for every operand A, ∂E/∂A, given ∂E/∂out; `dA` is undefined where nobody asks for it. A formula without it
   * has no way back: its result is a number like any input.
   */
  backward?(dout: Numbers, out: Numbers, operands: Numbers[], dA: (Numbers | undefined)[]): void;
}
