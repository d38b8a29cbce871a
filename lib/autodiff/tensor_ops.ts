import type { CustomOp } from "./custom_op.ts";
import type { ImageShape } from "./im2col.ts";

/**
 * The operations of a value on a tape: those of Matrix, each with its way back. A model written on it runs in float64 on
 * `Value`, and in float32 on the fast tape, from the same lines.
 */
export interface TensorOps<V> {
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns. */
  readonly cols: number;
  /** A B. */
  matmul(B: V): V;
  /** A + B. */
  add(B: V): V;
  /** A − B. */
  subtract(B: V): V;
  /** A ∘ B. */
  hadamard(B: V): V;
  /** A + b, the column b added to every column. */
  addColumn(b: V): V;
  /** s A. */
  scale(s: number): V;
  /** tanh A, entry by entry. */
  tanh(): V;
  /** σ(A) = 1 / (1 + e^−A), entry by entry. */
  sigmoid(): V;
  /** max(0, A), entry by entry. */
  relu(): V;
  /** Rows start … end−1. */
  sliceRows(start: number, end?: number): V;
  /** A on top of B. */
  vstack(B: V): V;
  /** The same numbers, row by row, in another shape. */
  reshape(rows: number, cols: number): V;
  /** Column `classes[b]` of A as column b, zeros for −1: A times one-hot columns. The array is read at every run. */
  gatherColumns(classes: Int32Array): V;
  /** The size×size neighbourhood of every pixel as a column: see `patches`. */
  im2col(maps: ImageShape, size: number): V;
  /** The largest of each 2×2 pixels. */
  maxPool(maps: ImageShape): V;
  /** A formula of this and others: see `Formula`. */
  apply(formula: CustomOp, ...others: V[]): V;
  /** The sum of all entries, 1×1. */
  sum(): V;
  /** −log softmax(A)[target] summed over the columns with a target (−1 is none), divided by their number, those without included; 1×1. */
  crossEntropy(targets: Int32Array): V;
}
