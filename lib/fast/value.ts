import type { CustomOp } from "../autodiff/custom_op.ts";
import { checkImage, checkPatch, type ImageShape, pooledShape } from "../autodiff/im2col.ts";
import type { TensorOps } from "../autodiff/tensor_ops.ts";
import { padTo4 } from "./memory.ts";
import { type Operation, paddedLength, rowStride, type TapeBuffer } from "./recorder.ts";
import {
  crossEntropySteps,
  customOpSteps,
  gatherSteps,
  im2colSteps,
  poolSteps,
  type Steps,
  sumSteps,
} from "./steps.ts";
import { checkPadded, checkSameShape, TapeMatrix } from "./stored.ts";

/** A matrix of a fast tape, with the operations that record themselves. Throws RangeError as Matrix does. */
export class FastValue extends TapeMatrix implements TensorOps<FastValue> {
  matmul(B: FastValue): FastValue {
    const [M, K, N] = [this.rows, rowStride(this.cols), B.cols];
    if (this.cols !== B.rows) throw new RangeError(`Cannot multiply ${this.shape} by ${B.shape}`);
    checkPadded(B);
    if (K > B.rows + B.spare) {
      const rule = "what is summed over is a multiple of 4";
      throw new RangeError(`Cannot multiply ${this.shape} by ${B.shape} on the fast tape: ${rule}`);
    }
    const out = this.#result([B], M, N), product = this.tape.product({ M, K, N });
    const toA = this.room && this.tape.product({ M, K: N, N: K, bT: true });
    const toB = B.room && this.tape.product({ M: K, K: M, N, aT: true });
    return this.#record(out, () => product(out.at, this.at, B.at, false), [
      [this, (adds) => toA!(this.dat, out.dat, B.at, adds)],
      [B, (adds) => toB!(B.dat, this.at, out.dat, adds)],
    ]);
  }

  add(B: FastValue): FastValue {
    return this.#sum(B, 1, "add");
  }

  subtract(B: FastValue): FastValue {
    return this.#sum(B, -1, "subtract");
  }

  hadamard(B: FastValue): FastValue {
    checkSameShape(this, B, "multiply entrywise");
    const { entrywise } = this.#kernels, n = paddedLength(this), out = this.#result([B]);
    return this.#record(out, () => entrywise(out.at, this.at, B.at, n, 0), [
      [this, (adds) => entrywise(this.dat, out.dat, B.at, n, +adds)],
      [B, (adds) => entrywise(B.dat, out.dat, this.at, n, +adds)],
    ]);
  }

  addColumn(b: FastValue): FastValue {
    if (b.rows !== this.rows || b.cols !== 1) {
      throw new RangeError(`Cannot add the column ${b.shape}: the matrix is ${this.shape}`);
    }
    checkPadded(this);
    const { addColumn, sumColumns, scaled } = this.#kernels, { rows, cols } = this;
    const n = paddedLength(this), out = this.#result([b]);
    return this.#record(out, () => addColumn(out.at, this.at, b.at, rows, cols), [
      [this, (adds) => scaled(this.dat, out.dat, 1, n, +adds)],
      [b, (adds) => sumColumns(b.dat, out.dat, rows, cols, +adds)],
    ]);
  }

  scale(s: number): FastValue {
    const { scaled } = this.#kernels, n = paddedLength(this), out = this.#result();
    return this.#single(out, {
      forward: () => scaled(out.at, this.at, s, n, 0),
      back: (adds) => scaled(this.dat, out.dat, s, n, +adds),
    });
  }

  tanh(): FastValue {
    return this.#map(this.#kernels.tanhOf, this.#kernels.tanhBack);
  }

  sigmoid(): FastValue {
    return this.#map(this.#kernels.sigmoidOf, this.#kernels.sigmoidBack);
  }

  relu(): FastValue {
    return this.#map(this.#kernels.reluOf, this.#kernels.reluBack);
  }

  sliceRows(start: number, end = this.rows): FastValue {
    checkPadded(this);
    if (!(0 <= start && start <= end && end <= this.rows)) {
      throw new RangeError(`Cannot take rows ${start} to ${end} of a ${this.shape} value`);
    }
    if (this.room) this.room.parts = true;
    const skip = 4 * start * this.cols, offset = this.offset + skip;
    return new FastValue(this.tape, end - start, this.cols, this.at + skip, this.room, 0, offset);
  }

  vstack(B: FastValue): FastValue {
    checkPadded(this);
    if (B.cols !== this.cols) {
      throw new RangeError(`Cannot join rows of ${this.cols} and ${B.cols} columns`);
    }
    const { scaled } = this.#kernels, out = this.#result([B], this.rows + B.rows);
    const [n, m] = [paddedLength(this), paddedLength(B)], below = 4 * n;
    const forward = () => {
      scaled(out.at, this.at, 1, n, 0);
      scaled(out.at + below, B.at, 1, m, 0);
    };
    return this.#record(out, forward, [
      [this, (adds) => scaled(this.dat, out.dat, 1, n, +adds)],
      [B, (adds) => scaled(B.dat, out.dat + below, 1, m, +adds)],
    ]);
  }

  reshape(rows: number, cols: number): FastValue {
    checkPadded(this);
    if (rows * cols !== this.rows * this.cols || cols % 4 !== 0) {
      throw new RangeError(`Cannot see ${this.shape} as ${rows}×${cols} on the fast tape`);
    }
    return new FastValue(this.tape, rows, cols, this.at, this.room, 0, this.offset);
  }

  gatherColumns(classes: Int32Array): FastValue {
    const out = this.#result([], this.rows, classes.length);
    if (this.room) this.room.parts = true;
    return this.#single(out, gatherSteps(this.tape.memory, this, out, classes));
  }

  im2col(maps: ImageShape, size: number): FastValue {
    checkPadded(this);
    checkImage(this, maps);
    checkPatch(size);
    const count = maps.channels * size * size, cols = maps.height * maps.width * this.cols;
    const out = this.#result([], count, cols, padTo4(count) - count);
    return this.#single(out, im2colSteps(this.tape.memory, this, out, maps, size));
  }

  maxPool(maps: ImageShape): FastValue {
    checkPadded(this);
    checkImage(this, maps);
    const { channels, height, width } = pooledShape(maps);
    const out = this.#result([], channels * height * width);
    return this.#single(out, poolSteps(this.tape.memory, this, out, maps));
  }

  apply(formula: CustomOp, ...others: FastValue[]): FastValue {
    const operands = [this, ...others];
    const learning = formula.backward ? operands.filter(({ room }) => room) : [];
    for (const value of operands) checkPadded(value);
    for (const { room } of learning) room!.parts = true; // all gradients are added to in one go
    const rows = formula.rows(...operands), spare = padTo4(rows) - rows; // a product may sum over them
    const out = this.#result(learning, rows, this.cols, spare, learning.length > 0);
    const { forward, back } = customOpSteps(this.tape.memory, formula, operands, out);
    return this.#record(out, forward, learning.slice(0, 1).map((value) => [value, back]));
  }

  sum(): FastValue {
    checkPadded(this);
    const out = this.#result([], 1, 1);
    return this.#single(out, sumSteps(this.tape.memory, this, out));
  }

  crossEntropy(targets: Int32Array): FastValue {
    checkPadded(this);
    const out = this.#result([], 1, 1);
    return this.#single(out, crossEntropySteps(this.tape.memory, this, out, targets));
  }

  get #kernels() {
    return this.tape.memory.kernels;
  }

  /** Room for what is made of this and others; a gradient's too where one of them has it. */
  #result(
    others: TapeBuffer[] = [],
    rows = this.rows,
    cols = this.cols,
    spare = 0,
    learns = [this, ...others].some(({ room }) => room),
  ): FastValue {
    const length = (rows + spare) * rowStride(cols), at = this.tape.memory.alloc(length);
    return new FastValue(
      this.tape,
      rows,
      cols,
      at,
      learns ? this.tape.room(length) : undefined,
      spare,
    );
  }

  #record(result: FastValue, forward: () => void, back: Operation["back"]): FastValue {
    this.tape.record({ result, forward, back });
    return result;
  }

  #single(result: FastValue, { forward, back }: Steps): FastValue {
    return this.#record(result, forward, [[this, back]]);
  }

  #sum(B: FastValue, s: number, action: string): FastValue {
    checkSameShape(this, B, action);
    const { addScaled, scaled } = this.#kernels, n = paddedLength(this), out = this.#result([B]);
    return this.#record(out, () => addScaled(out.at, this.at, B.at, s, n), [
      [this, (adds) => scaled(this.dat, out.dat, 1, n, +adds)],
      [B, (adds) => scaled(B.dat, out.dat, s, n, +adds)],
    ]);
  }

  #map(f: (...at: number[]) => number, back: (...at: number[]) => number): FastValue {
    const out = this.#result(), n = paddedLength(this);
    return this.#single(out, {
      forward: () => f(out.at, this.at, n),
      back: (adds) => back(this.dat, out.dat, out.at, n, +adds),
    });
  }
}
