import type { CustomOp } from "./custom_op.ts";
import type { ImageShape } from "./im2col.ts";

/**
 * The differentiable operations of a matrix on a tape. A model written with them runs in float64 on `Value` and in float32
 * on `FastValue`, from the same lines.
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
  /** Column `classes[b]` of A as column b, zeros for −1: A times one-hot columns. The array is read at every forward pass. */
  gatherColumns(classes: Int32Array): V;
  /** The size×size neighbourhood of every pixel as a column, so that a convolution is one product. */
  im2col(image: ImageShape, size: number): V;
  /** The largest of each 2×2 pixels. */
  maxPool(image: ImageShape): V;
  /** A custom operation on this and others. */
  apply(op: CustomOp, ...others: V[]): V;
  /** softmax of every column. */
  softmax(): V;
  /** e^A, entry by entry. */
  exp(): V;
  /** Stop-gradient: the same numbers, through which no gradient flows back. */
  stopGradient(): V;
  /** The sum of all entries divided by the number of sequences in the batch, 1×1. */
  batchMean(): V;
  /** −log softmax(A)[target] summed over the columns with a target (−1 is none), divided by the number of sequences; 1×1. */
  crossEntropy(targets: Int32Array): V;
}
