/**
 * What a solution may use: the part of `rnn` that needs no package. The child offers these names as globals, because
 * a solution may import nothing there.
 */
export { Matrix } from "../../matrix.ts";
export { sigmoid, sigmoidSlope, tanhSlope } from "../../activations.ts";
export { gaussian, normal, orthogonal, scaled, seeded } from "../../random.ts";
export { crossEntropy, softmax, squaredError } from "../../loss.ts";
export { angle, numericalGradient, relativeError } from "../../gradcheck.ts";
export { oneHot, Vocabulary, windows } from "../../text.ts";
export { RNNCell } from "../../cells/rnn.ts";
export { CaptionCell } from "../../cells/caption.ts";
export { MemoryCell } from "../../cells/memory.ts";
export { LSTMCell } from "../../cells/lstm.ts";
export { GRUCell } from "../../cells/gru.ts";
export { stacked } from "../../cells/stacked.ts";
export { unroll } from "../../unroll.ts";
export { Readout, sequenceLoss } from "../../readout.ts";
export { bptt } from "../../bptt.ts";
export { jacobianPaths } from "../../jacobians.ts";
export { clipByNorm, clipByValue, globalNorm } from "../../training/clip.ts";
