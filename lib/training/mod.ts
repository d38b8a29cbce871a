/**
 * Training: optimizers and learning-rate schedules, gradient clipping, regularization, the training loop, checkpoints, and
 * saved weights. `readableEngine` computes in float64; `@unrolled/rnn/fast` has an engine in float32.
 *
 * @example
 * ```ts
 * import { LSTMCell, Readout, seeded, Vocabulary } from "@unrolled/rnn";
 * import { adam, linearDecay, textBatches, train } from "@unrolled/rnn/train";
 *
 * const text = "anna and hannah. ".repeat(10), vocabulary = new Vocabulary(text);
 * const random = seeded(1), cell = new LSTMCell(vocabulary.size, 8, random);
 * const model = { cell, readout: new Readout(8, vocabulary.size, random) };
 * const data = textBatches(vocabulary.encode(text), { steps: 16, size: 4 });
 * const { reports } = await train(model, data, {
 *   optimizer: adam(linearDecay(0.05, 60)),
 *   clip: { norm: 1 },
 *   steps: 60,
 *   reportEvery: 30,
 * });
 * const [first, last] = reports.map(({ loss }) => loss); // nats per character
 * if (last >= first) throw new Error("The loss did not fall");
 * ```
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
  ClassIndices,
  Engine,
  GradientOptions,
  Model,
  Origin,
  Snapshot,
  Trainer,
} from "./engine.ts";
export { type BatchOptions, textBatches } from "./batches.ts";
export { readableEngine } from "./readable_engine.ts";
export { DivergenceError, fit, type FitOptions, type History, type Report } from "./fit.ts";
export { train, type TrainOptions } from "./train.ts";
export { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
export {
  decodeWeights,
  encodeWeights,
  type SavedWeights,
  type WeightsMetadata,
} from "./weights.ts";
export { type OptimizerStep, optimizerStep } from "./optimizer_step.ts";
