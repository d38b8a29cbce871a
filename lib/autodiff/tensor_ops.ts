import type { CustomOp } from "./custom_op.ts";
import type { ImageShape } from "./im2col.ts";

/**
 * The differentiable operations on a matrix. A model written with them runs in float64 on `Value` and in float32 on
 * `FastValue`, from the same source.
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
  /** A above B. */
  vstack(B: V): V;
  /** The same entries, row by row, in another shape. */
  reshape(rows: number, cols: number): V;
  /** A times one-hot columns: column `classes[b]` of A as column b, zeros for −1. `FastValue` reads the array at every forward pass. */
  gatherColumns(classes: Int32Array): V;
  /** The size×size neighbourhood of every pixel as a column, which turns a convolution into one product. */
  im2col(image: ImageShape, size: number): V;
  /** The maximum of each 2×2 pixels. */
  maxPool(image: ImageShape): V;
  /** A custom operation on A and other operands. */
  apply(op: CustomOp, ...others: V[]): V;
  /** softmax of every column. */
  softmax(): V;
  /** e^A, entry by entry. */
  exp(): V;
  /** Stop-gradient: identity in the forward pass, zero gradient in the backward pass. */
  stopGradient(): V;
  /** The sum of all entries divided by the number of sequences in the batch, 1×1. */
  batchMean(): V;
  /** −log softmax(A)[target] summed over the columns that have a target (−1 for none), divided by the number of sequences; 1×1. */
  crossEntropy(targets: Int32Array): V;
}
