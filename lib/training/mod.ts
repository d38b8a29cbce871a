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
  type LearningRate,
  linearDecay,
  momentum,
  type Optimizer,
  rmsprop,
  sgd,
} from "./optimizers.ts";
export type {
  Batch,
  Classes,
  Engine,
  GradientOptions,
  Model,
  Snapshot,
  Trainer,
} from "./engine.ts";
export { type BatchOptions, textBatches } from "./batches.ts";
export { readableEngine } from "./readable_engine.ts";
export {
  DivergenceError,
  fit,
  type FitOptions,
  type History,
  type Report,
  train,
  type TrainOptions,
} from "./train.ts";
export { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
export {
  checkWeights,
  decodeWeights,
  encodeWeights,
  type SavedWeights,
  type WeightsMetadata,
} from "./weights.ts";
export { type OptimizerStep, optimizerStep } from "./optimizer_step.ts";
