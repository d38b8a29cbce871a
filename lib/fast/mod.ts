/**
 * Training at the speed of native frameworks: RNN, LSTM and GRU in float32 by WebAssembly SIMD, workers and OpenBLAS.
 * @module
 */
export { type FastEngine, fastEngine, type FastOptions } from "./engine.ts";
export type { ClassSteps, FastGradients } from "./sequence.ts";
export type { FastPaths } from "./tracing.ts";
export { FastTape, type FastValues } from "./tape.ts";
export { TapeTrainer, writeBack } from "./tape_trainer.ts";
export type { FastValue } from "./value.ts";
export {
  CaptionTrainer,
  type CaptionTraining,
  ClassifierTrainer,
  type ImageTraining,
} from "./image_trainers.ts";
export { TranslationTrainer, type TranslationTraining } from "./translation_trainer.ts";
export { PaintTrainer } from "./paint_trainer.ts";
