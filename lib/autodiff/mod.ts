/**
 * Reverse-mode automatic differentiation in float64. `Value` records matrix operations, `gradients` differentiates them, and
 * `tapeCell` turns a step function into a recurrent cell, which `unroll` and `bptt` accept like any cell of the lecture.
 * Models written for `TensorOps` also run on the float32 tape of `@unrolled/rnn/fast`.
 *
 * @example
 * ```ts
 * import { Matrix } from "@unrolled/rnn";
 * import { gradients, Value } from "@unrolled/rnn/autodiff";
 * import assert from "node:assert/strict";
 *
 * const W = new Value(Matrix.of([[1, 2]])), x = new Value(Matrix.column([3, -1]));
 * const E = W.matmul(x).tanh(); // tanh(1)
 * const slope = 1 - E.matrix.at(0) ** 2;
 * const dW = gradients(E).get(W)!;
 * assert(Math.abs(dW.at(0, 0) - 3 * slope) < 1e-12 && Math.abs(dW.at(0, 1) + slope) < 1e-12);
 * ```
 *
 * @module
 */
export {
  type ParamValues,
  type StepFunction,
  type StepResult,
  type TapeCell,
  tapeCell,
  type TapeSizes,
  type TapeStep,
  toValues,
} from "./tape_cell.ts";
export { type Backward, Value } from "./value.ts";
export { gradients } from "./gradients.ts";
export type { CustomOp, Numbers } from "./custom_op.ts";
export type { TensorOps } from "./tensor_ops.ts";
export type { ImageShape } from "./im2col.ts";
export { batchedProduct, type ProductSizes } from "./batched_product.ts";
