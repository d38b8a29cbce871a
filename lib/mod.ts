/**
 * Recurrent neural networks with explicit Jacobians: matrices, cells, unrolling, losses, and the gradient through time
 * by three methods: backpropagation, products of Jacobians, and finite differences. Inside the course, `@unrolled/rnn`
 * is imported as `rnn`.
 *
 * @example
 * ```ts
 * import { bptt, jacobianPaths, Readout, RNNCell, seeded, sequenceLoss, unroll, Vocabulary } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const random = seeded(7), letters = new Vocabulary("abcdefghijklmnopqrstuvwxyz.");
 * const cell = new RNNCell(letters.size, 16, random); // h_t = tanh(Whh h_{t−1} + Wxh x_t + bh)
 * const readout = new Readout(16, letters.size, random); // scores_t = Why h_t + by
 * const trace = unroll(cell, letters.oneHot(".emma"));
 * const { direct } = sequenceLoss(readout, trace, letters.encode("emma."));
 * const whole = bptt(cell, trace, direct).dparams.Whh; // ∂E/∂Whh, 16×16
 * const term = jacobianPaths(cell, trace, direct).term(5, 2).Whh; // the part of E_5 through step 2
 * assert.equal(whole.shape, term.shape);
 * ```
 * @module
 */
export { Matrix } from "./matrix.ts";
export { sigmoid, sigmoidSlope, tanhSlope } from "./activations.ts";
export {
  choice,
  gaussian,
  type Init,
  lecunNormal,
  normal,
  orthogonal,
  type Random,
  seeded,
  shuffle,
  uniform,
} from "./random.ts";
export { sparseInit } from "./sparse_init.ts";
export {
  type CrossEntropy,
  crossEntropy,
  softmax,
  type SquaredError,
  squaredError,
  type Target,
} from "./loss.ts";
export { angle, numericalGradient, relativeError } from "./gradcheck.ts";
export {
  type Complex,
  eigenvalues,
  singularValues,
  spectralNorm,
  spectralRadius,
} from "./spectrum.ts";
export { type InputTargetWindow, inputTargetWindows, oneHot, Vocabulary } from "./vocabulary.ts";
export type { Cell, Params, Step, StepGradients } from "./cells/cell.ts";
export { RNNCell, type RNNParams } from "./cells/rnn.ts";
export { CaptionCell, type CaptionParams } from "./cells/caption.ts";
export { MemoryCell, type MemoryParams, type MemoryStep } from "./cells/memory.ts";
export { type LSTMBlocks, LSTMCell, type LSTMParams, type LSTMStep } from "./cells/lstm.ts";
export { GRUCell, type GRUParams, type GRUStep } from "./cells/gru.ts";
export { stacked, type StackedStep } from "./cells/stacked.ts";
export { unroll } from "./unroll.ts";
export {
  Readout,
  type ReadoutParams,
  type SequenceLoss,
  sequenceLoss,
  type StepTarget,
} from "./readout.ts";
export { bptt, type Gradients } from "./bptt.ts";
export { jacobianPaths, type Paths } from "./jacobians.ts";
export { truncatedBptt, type Truncation } from "./truncated.ts";
