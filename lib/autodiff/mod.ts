/**
 * Reverse-mode automatic differentiation for models that are more than the equations of the lecture.
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
