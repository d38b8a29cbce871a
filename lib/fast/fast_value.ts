import type { CustomOp } from "../autodiff/custom_op.ts";
import { exponential, softmaxColumns } from "../autodiff/elementary_ops.ts";
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
} from "./tape_ops.ts";
import { checkContiguous, checkSameShape, TapeMatrix } from "./tape_matrix.ts";

/** A matrix on a fast tape. Its operations record themselves, and throw RangeError for the same shapes as those of Matrix. */
export class FastValue extends TapeMatrix implements TensorOps<FastValue> {
  matmul(B: FastValue): FastValue {
    const [M, K, N] = [this.rows, rowStride(this.cols), B.cols];
    if (this.cols !== B.rows) throw new RangeError(`Cannot multiply ${this.shape} by ${B.shape}`);
    checkContiguous(B);
    if (K > B.rows + B.paddingRows) {
      throw new RangeError(
        `Cannot multiply ${this.shape} by weights of ${B.shape} on the fast tape: ` +
          "the number of rows on the right must be a multiple of 4",
      );
    }
    const out = this.#result([B], M, N), product = this.tape.product({ M, K, N });
    const toA = this.buffer && this.tape.product({ M, K: N, N: K, bT: true });
    const toB = B.buffer && this.tape.product({ M: K, K: M, N, aT: true });
    const sendToA = (adds: boolean) => {
      toA!(this.gradient, out.gradient, B.at, adds);
      if (K > this.cols) this.#clearColumnPadding();
    };
    return this.#record(out, () => product(out.at, this.at, B.at, false), [
      [this, sendToA],
      [B, (adds) => toB!(B.gradient, this.at, out.gradient, adds)],
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
      [this, (adds) => entrywise(this.gradient, out.gradient, B.at, n, +adds)],
      [B, (adds) => entrywise(B.gradient, out.gradient, this.at, n, +adds)],
    ]);
  }

  addColumn(b: FastValue): FastValue {
    if (b.rows !== this.rows || b.cols !== 1) {
      throw new RangeError(`Cannot add the column ${b.shape}: the matrix is ${this.shape}`);
    }
    checkContiguous(this);
    const { addColumn, sumColumns, scaled } = this.#kernels, { rows, cols } = this;
    const n = paddedLength(this), out = this.#result([b]);
    return this.#record(out, () => addColumn(out.at, this.at, b.at, rows, cols), [
      [this, (adds) => scaled(this.gradient, out.gradient, 1, n, +adds)],
      [b, (adds) => sumColumns(b.gradient, out.gradient, rows, cols, +adds)],
    ]);
  }

  scale(s: number): FastValue {
    const { scaled } = this.#kernels, n = paddedLength(this), out = this.#result();
    return this.#single(out, {
      forward: () => scaled(out.at, this.at, s, n, 0),
      backward: (adds) => scaled(this.gradient, out.gradient, s, n, +adds),
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
    checkContiguous(this);
    if (!(0 <= start && start <= end && end <= this.rows)) {
      throw new RangeError(`Cannot take rows ${start} to ${end} of a ${this.shape} value`);
    }
    if (this.buffer) this.buffer.partial = true;
    const skip = 4 * start * this.cols, offset = this.offset + skip;
    const below = this.rows + this.paddingRows - end;
    return new FastValue(
      this.tape,
      end - start,
      this.cols,
      this.at + skip,
      this.buffer,
      below,
      offset,
    );
  }

  vstack(B: FastValue): FastValue {
    checkContiguous(this);
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
      [this, (adds) => scaled(this.gradient, out.gradient, 1, n, +adds)],
      [B, (adds) => scaled(B.gradient, out.gradient + below, 1, m, +adds)],
    ]);
  }

  reshape(rows: number, cols: number): FastValue {
    checkContiguous(this);
    if (rows * cols !== this.rows * this.cols || cols % 4 !== 0) {
      throw new RangeError(`Cannot reshape ${this.shape} to ${rows}×${cols} on the fast tape`);
    }
    const below = Math.floor(this.paddingRows * this.cols / cols);
    return new FastValue(this.tape, rows, cols, this.at, this.buffer, below, this.offset);
  }

  gatherColumns(classes: Int32Array): FastValue {
    const out = this.#result([], this.rows, classes.length);
    if (this.buffer) this.buffer.partial = true;
    return this.#single(out, gatherSteps(this.tape.memory, this, out, classes));
  }

  im2col(image: ImageShape, size: number): FastValue {
    checkContiguous(this);
    checkImage(this, image);
    checkPatch(size);
    const count = image.channels * size * size, cols = image.height * image.width * this.cols;
    const out = this.#result([], count, cols);
    return this.#single(out, im2colSteps(this.tape.memory, this, out, image, size));
  }

  maxPool(image: ImageShape): FastValue {
    checkContiguous(this);
    checkImage(this, image);
    const { channels, height, width } = pooledShape(image);
    const out = this.#result([], channels * height * width);
    return this.#single(out, poolSteps(this.tape.memory, this, out, image));
  }

  apply(op: CustomOp, ...others: FastValue[]): FastValue {
    const operands = [this, ...others];
    const trainable = op.backward ? operands.filter(({ buffer }) => buffer) : [];
    for (const value of operands) checkContiguous(value);
    for (const { buffer } of trainable) buffer!.partial = true; // one call adds to all of their gradients
    const rows = op.rows(...operands);
    const out = this.#result([], rows, this.cols, trainable.length > 0);
    const { forward, backward } = customOpSteps(this.tape.memory, op, operands, out);
    return this.#record(out, forward, trainable.slice(0, 1).map((value) => [value, backward]));
  }

  softmax(): FastValue {
    return this.apply(softmaxColumns);
  }

  exp(): FastValue {
    return this.apply(exponential);
  }

  stopGradient(): FastValue {
    return new FastValue(this.tape, this.rows, this.cols, this.at, undefined, this.paddingRows);
  }

  batchMean(): FastValue {
    checkContiguous(this);
    const out = this.#result([], 1, 1);
    return this.#single(out, sumSteps(this.tape, this, out)).scale(1 / this.tape.batch);
  }

  crossEntropy(targets: Int32Array): FastValue {
    checkContiguous(this);
    const out = this.#result([], 1, 1);
    return this.#single(out, crossEntropySteps(this.tape, this, out, targets));
  }

  get #kernels() {
    return this.tape.memory.kernels;
  }

  /** Allocates a result of this and others, with a gradient if one of them has one, and rows of zeros up to a multiple of 4. */
  #result(
    others: TapeBuffer[] = [],
    rows = this.rows,
    cols = this.cols,
    hasGradient = [this, ...others].some(({ buffer }) => buffer),
  ): FastValue {
    const { tape } = this, paddingRows = padTo4(rows) - rows;
    const length = padTo4(rows) * rowStride(cols), at = tape.memory.alloc(length);
    const buffer = hasGradient ? tape.gradientBuffer(length) : undefined;
    return new FastValue(tape, rows, cols, at, buffer, paddingRows);
  }

  /** Clears the gradient of the column padding of weights, so that the padding stays 0. */
  #clearColumnPadding(): void {
    const { rows, cols } = this, stride = rowStride(cols), { floats } = this.tape.memory;
    for (
      let end = this.gradient / 4 + stride;
      end <= this.gradient / 4 + rows * stride;
      end += stride
    ) {
      floats.fill(0, end - stride + cols, end);
    }
  }

  #record(result: FastValue, forward: () => void, backward: Operation["backward"]): FastValue {
    this.tape.record({ result, forward, backward });
    return result;
  }

  #single(result: FastValue, { forward, backward }: Steps): FastValue {
    return this.#record(result, forward, [[this, backward]]);
  }

  #sum(B: FastValue, s: number, action: string): FastValue {
    checkSameShape(this, B, action);
    const { addScaled, scaled } = this.#kernels, n = paddedLength(this), out = this.#result([B]);
    return this.#record(out, () => addScaled(out.at, this.at, B.at, s, n), [
      [this, (adds) => scaled(this.gradient, out.gradient, 1, n, +adds)],
      [B, (adds) => scaled(B.gradient, out.gradient, s, n, +adds)],
    ]);
  }

  #map(f: (...at: number[]) => number, slope: (...at: number[]) => number): FastValue {
    const out = this.#result(), n = paddedLength(this);
    return this.#single(out, {
      forward: () => f(out.at, this.at, n),
      backward: (adds) => slope(this.gradient, out.gradient, out.at, n, +adds),
    });
  }
}
