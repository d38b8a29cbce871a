/**
 * Training: optimizers, gradient clipping, regularisation, the training loop and checkpoints.
 *
 * @module
 */
export { type Omega, omega } from "./regularizer.ts";
export { type Clip, clipByNorm, clipByValue, globalNorm } from "./clip.ts";
export {
  adagrad,
  adam,
  type Floats,
  momentum,
  type Optimizer,
  type Rate,
  rmsprop,
  sgd,
} from "./optimizers.ts";
export type { Batch, Classes, Engine, Model, Restraints, Snapshot, Trainer } from "./engine.ts";
export { type BatchOptions, textBatches } from "./batches.ts";
export { readableEngine } from "./readable_engine.ts";
export { Diverged, type History, type Report, train, type TrainOptions } from "./train.ts";
export { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
export {
  type About,
  checkWeights,
  decodeWeights,
  encodeWeights,
  type ShippedWeights,
} from "./weights.ts";
export { type Updater, updater } from "./optimizer_step.ts";
