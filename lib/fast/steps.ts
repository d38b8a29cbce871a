import type { CustomOp, Numbers } from "../autodiff/custom_op.ts";
import type { ImageShape } from "../autodiff/im2col.ts";
import type { Address, Memory } from "./memory.ts";
import { type AccumulateGradient, paddedLength, rowStride, type TapeBuffer } from "./recorder.ts";

/** An operation on one value: its way forward, and its way back. */
export interface Steps {
  forward: () => void;
  back: AccumulateGradient;
}

/** out = the size×size neighbourhoods of a's pixels. */
export function im2colSteps(
  memory: Memory,
  a: TapeBuffer,
  out: TapeBuffer,
  maps: ImageShape,
  size: number,
): Steps {
  const { channels, height, width } = maps, { cutPatches, addPatches } = memory.kernels;
  return {
    forward: () => cutPatches(out.at, a.at, channels, height, width, size, a.cols),
    back: (adds) => {
      if (!adds) memory.view(a.dat, paddedLength(a)).fill(0);
      addPatches(a.dat, out.dat, channels, height, width, size, a.cols);
    },
  };
}

/** out = the largest of each 2×2 of a's pixels. */
export function poolSteps(
  { kernels }: Memory,
  a: TapeBuffer,
  out: TapeBuffer,
  maps: ImageShape,
): Steps {
  const { poolOf, poolBack } = kernels, { width } = maps, lines = maps.channels * maps.height;
  return {
    forward: () => poolOf(out.at, a.at, lines, width, a.cols),
    back: (adds) => poolBack(a.dat, out.dat, a.at, out.at, lines, width, a.cols, +adds),
  };
}

/** out = the columns of a that the classes name. */
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
    back: () => unpickColumns(a.dat, out.dat, at, rows, stride, count, count),
  };
}

/** out = a formula of operands, in the same loops as in float64. */
export function customOpSteps(
  memory: Memory,
  formula: CustomOp,
  all: TapeBuffer[],
  out: TapeBuffer,
): Steps {
  const see = (at: Address, { rows, cols }: TapeBuffer): Numbers => {
    return { rows, cols, data: memory.view(at, rows * cols) };
  };
  const here = () => all.map((place) => see(place.at, place));
  return {
    forward: () => formula.forward(see(out.at, out), ...here()),
    back: () => {
      const gradients = all.map((place) => place.room && see(place.dat, place));
      formula.backward!(see(out.dat, out), see(out.at, out), here(), gradients);
    },
  };
}

/** out = Σ a. */
export function sumSteps(memory: Memory, a: TapeBuffer, out: TapeBuffer): Steps {
  const n = paddedLength(a), { sumColumns } = memory.kernels;
  return {
    forward: () => sumColumns(out.at, a.at, 1, n, 0),
    back: (adds) => {
      const d = memory.floats[out.dat / 4], gradient = memory.view(a.dat, n);
      gradient.forEach((sofar, i) => gradient[i] = adds ? sofar + d : d);
    },
  };
}

/** out = −log softmax(a)[target], the mean over the columns. */
export function crossEntropySteps(
  memory: Memory,
  a: TapeBuffer,
  out: TapeBuffer,
  targets: Int32Array,
): Steps {
  const { columnCrossEntropy, scaled } = memory.kernels, { rows, cols } = a, n = paddedLength(a);
  const [at, parts, errors] = [cols, 2 * cols + 8, n].map((room) => memory.alloc(room));
  return {
    forward: () => {
      checkClasses(targets, rows);
      memory.ints.set(targets, at / 4);
      columnCrossEntropy(errors, a.at, at, parts, rows, cols, cols);
      memory.floats[out.at / 4] = surprises(memory.floats, parts / 4, cols) / cols;
    },
    back: (adds) => scaled(a.dat, errors, memory.floats[out.dat / 4] / cols, n, +adds),
  };
}

/** Σ −log ŷ[target] of the columns, from what the kernel leaves of each four. */
function surprises(floats: Float32Array, parts: number, cols: number): number {
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
