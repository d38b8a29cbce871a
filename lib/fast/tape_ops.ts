import type { CustomOp, Numbers } from "../autodiff/custom_op.ts";
import type { ImageShape } from "../autodiff/im2col.ts";
import { type Address, type Memory, padTo4 } from "./memory.ts";
import {
  type AccumulateGradient,
  paddedLength,
  type Recorder,
  rowStride,
  type TapeBuffer,
} from "./recorder.ts";

/** The forward and the backward pass of an operation on one value. */
export interface Steps {
  forward: () => void;
  backward: AccumulateGradient;
}

/** Records out = the size×size neighbourhoods of a's pixels. */
export function im2colSteps(
  memory: Memory,
  a: TapeBuffer,
  out: TapeBuffer,
  image: ImageShape,
  size: number,
): Steps {
  const { channels, height, width } = image, { cutPatches, addPatches } = memory.kernels;
  return {
    forward: () => cutPatches(out.at, a.at, channels, height, width, size, a.cols),
    backward: (adds) => {
      if (!adds) memory.view(a.gradient, paddedLength(a)).fill(0);
      addPatches(a.gradient, out.gradient, channels, height, width, size, a.cols);
    },
  };
}

/** Records out = the maximum of each 2×2 of a's pixels. */
export function poolSteps(
  { kernels }: Memory,
  a: TapeBuffer,
  out: TapeBuffer,
  image: ImageShape,
): Steps {
  const { poolOf, poolBack } = kernels, { width } = image, lines = image.channels * image.height;
  return {
    forward: () => poolOf(out.at, a.at, lines, width, a.cols),
    backward: (adds) =>
      poolBack(a.gradient, out.gradient, a.at, out.at, lines, width, a.cols, +adds),
  };
}

/** Records out = the columns of a selected by classes, zeros for −1. */
export function gatherSteps(
  memory: Memory,
  a: TapeBuffer,
  out: TapeBuffer,
  classes: Int32Array,
): Steps {
  const { pickColumns, unpickColumns } = memory.kernels, { rows, cols } = a;
  const stride = rowStride(cols), count = classes.length, at = memory.alloc(count);
  return {
    forward: () => {
      checkClasses(classes, cols);
      memory.ints.set(classes, at / 4);
      pickColumns(out.at, a.at, at, rows, stride, count, count);
    },
    backward: () => unpickColumns(a.gradient, out.gradient, at, rows, stride, count, count),
  };
}

/** Records out = a custom operation on its operands, with the same loops as in float64. */
export function customOpSteps(
  memory: Memory,
  op: CustomOp,
  operands: TapeBuffer[],
  out: TapeBuffer,
): Steps {
  const view = (at: Address, { rows, cols }: TapeBuffer): Numbers => {
    return { rows, cols, data: memory.view(at, rows * cols) };
  };
  const values = () => operands.map((operand) => view(operand.at, operand));
  return {
    forward: () => op.forward(view(out.at, out), ...values()),
    backward: () => {
      const gradients = operands.map((A) => A.buffer && view(A.gradient, A));
      op.backward!(view(out.gradient, out), view(out.at, out), values(), gradients);
    },
  };
}

/** Records out = Σ a, without the columns that pad the batch. */
export function sumSteps({ memory, batch }: Recorder, a: TapeBuffer, out: TapeBuffer): Steps {
  const n = paddedLength(a), width = padTo4(batch), { sumColumns } = memory.kernels;
  const isPadding = (i: number) => i % width >= batch;
  return {
    forward: () => {
      if (batch === width) return void sumColumns(out.at, a.at, 1, n, 0);
      const add = (sum: number, x: number, i: number) => isPadding(i) ? sum : sum + x;
      memory.floats[out.at / 4] = memory.view(a.at, n).reduce(add, 0);
    },
    backward: (adds) => {
      const d = memory.floats[out.gradient / 4], gradient = memory.view(a.gradient, n);
      for (let i = 0; i < n; i++) {
        gradient[i] = (adds ? gradient[i] : 0) + (isPadding(i) ? 0 : d);
      }
    },
  };
}

/** Records out = Σ −log softmax(a)[target] of the columns with a target, divided by the number of sequences. */
export function crossEntropySteps(
  { memory, batch }: Recorder,
  a: TapeBuffer,
  out: TapeBuffer,
  targets: Int32Array,
): Steps {
  const { columnCrossEntropy, scaled } = memory.kernels, { rows, cols } = a, n = paddedLength(a);
  const [at, parts, errors] = [cols, 2 * cols + 8, n].map((length) => memory.alloc(length));
  return {
    forward: () => {
      checkClasses(targets, rows);
      memory.ints.set(targets, at / 4);
      columnCrossEntropy(errors, a.at, at, parts, rows, cols, cols);
      memory.floats[out.at / 4] = negativeLogLikelihood(memory.floats, parts / 4, cols) / batch;
    },
    backward: (adds) => {
      scaled(a.gradient, errors, memory.floats[out.gradient / 4] / batch, n, +adds);
    },
  };
}

/** Returns Σ −log ŷ[target] of the columns, from the partial results that the kernel stores for every four columns. */
function negativeLogLikelihood(floats: Float32Array, parts: number, cols: number): number {
  let sum = 0;
  for (let b = 0; b < cols; b++) {
    const at = parts + 8 * (b >> 2) + (b & 3);
    sum += Math.log(floats[at + 4]) - floats[at];
  }
  return sum;
}

function checkClasses(classes: Int32Array, count: number): void {
  const bad = classes.find((index) => index < -1 || index >= count);
  if (bad !== undefined) {
    throw new RangeError(`Cannot use class ${bad}: the classes are 0 to ${count - 1}`);
  }
}
