/** A matrix as it is passed to a custom operation, in float64 or float32. */
export interface Numbers {
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns. */
  readonly cols: number;
  /** Its entries, row by row. */
  readonly data: Float64Array | Float32Array;
}

/**
 * A differentiable operation written as loops over entries, for what `TensorOps` can't express. The same loops run on `Value`
 * in float64 and on the fast tape in float32. Its result has as many columns as its first operand; columns are the
 * sequences of a batch.
 */
export interface CustomOp {
  /** Returns the number of rows of the result; throws RangeError for operands that don't fit. */
  rows(...operands: { rows: number; cols: number }[]): number;
  /** Writes every entry of the result; `out` is not cleared before. */
  forward(out: Numbers, ...operands: Numbers[]): void;
  /**
   * Adds ∂E/∂A to `dA` for every operand A, given ∂E/∂out; `dA` is undefined if the gradient isn't needed. Without `backward`
   * the result is a constant: no gradient flows through it.
   */
  backward?(dout: Numbers, out: Numbers, operands: Numbers[], dA: (Numbers | undefined)[]): void;
}
