/**
 * The part of `rnn` that a solution may use, which needs no package. These names are globals of the child process,
 * because a solution cannot import modules there.
 */
export { Matrix } from "../../lib/matrix.ts";
export { sigmoid, sigmoidSlope, tanhSlope } from "../../lib/activations.ts";
export { gaussian, lecunNormal, normal, orthogonal, seeded } from "../../lib/random.ts";
export { crossEntropy, softmax, squaredError } from "../../lib/loss.ts";
export { angle, numericalGradient, relativeError } from "../../lib/gradcheck.ts";
export { inputTargetWindows, oneHot, Vocabulary } from "../../lib/vocabulary.ts";
export { RNNCell } from "../../lib/cells/rnn.ts";
export { CaptionCell } from "../../lib/cells/caption.ts";
export { MemoryCell } from "../../lib/cells/memory.ts";
export { LSTMCell } from "../../lib/cells/lstm.ts";
export { GRUCell } from "../../lib/cells/gru.ts";
export { stacked } from "../../lib/cells/stacked.ts";
export { unroll } from "../../lib/unroll.ts";
export { Readout, sequenceLoss } from "../../lib/readout.ts";
export { bptt } from "../../lib/bptt.ts";
export { jacobianPaths } from "../../lib/jacobians.ts";
export { clipByNorm, clipByValue, globalNorm } from "../../lib/training/clip.ts";
