/**
 * Reverse-mode automatic differentiation for models that are more than the equations of the lecture.
 *
 * @module
 */
export {
  type TapeCell,
  tapeCell,
  type TapeSizes,
  type TapeStep,
  type Tick,
  type Ticked,
  type Values,
  valuesOf,
} from "./tape_cell.ts";
export { type Back, Value } from "./value.ts";
export { gradients } from "./gradients.ts";
export type { Formula, Numbers } from "./custom_op.ts";
export type { Taped } from "./tensor_ops.ts";
export type { Maps } from "./im2col.ts";
