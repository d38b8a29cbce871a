import type { Params } from "../cells/cell.ts";
import { checkIntegers } from "../checks.ts";
import { type Address, Memory, padTo4 } from "./memory.ts";
import { FastValue } from "./fast_value.ts";
import { checkWeights } from "./float32.ts";
import { makeProduct, type Product } from "./product.ts";
import {
  type GradientBuffer,
  type Multiply,
  type Operation,
  type Recorder,
  rowStride,
} from "./recorder.ts";
import type { Shape } from "./shape.ts";

/** Weights on a fast tape by name. */
export type FastValues = Record<string, FastValue>;

/**
 * A static tape in float32: a model is recorded once and run as often as needed, with new entries in its inputs and new
 * classes in its arrays. The columns are the sequences of a batch. The tape pads them to a multiple of 4
 * because its kernels compute four at a time; the padding adds nothing to a loss or a gradient.
 */
export class FastTape implements Recorder {
  /** The linear memory that holds everything on this tape. */
  readonly memory: Memory = new Memory();
  readonly #operations: Operation[] = [];
  readonly #products: [Shape, (product: Product) => void][] = [];
  readonly #buffers: GradientBuffer[] = [];
  readonly #trainable: FastValue[] = [];
  readonly #backward: (() => void)[] = [];
  #loss?: FastValue;

  /** Creates an empty tape for batches of B sequences; throws RangeError unless B is a positive integer. */
  constructor(readonly batch: number) {
    checkIntegers("Cannot record", { batch });
  }

  /**
   * Adds the trainable weights, in one block of memory, and their gradients in another; called once per tape. Throws
   * RangeError if they don't fit into float32.
   */
  trainable(params: Params): FastValues {
    if (this.#trainable.length > 0) {
      throw new Error("Cannot add weights: the tape has some already");
    }
    const at = Object.values(params).map((W) => this.#alloc(W));
    const buffers = Object.values(params).map(({ rows, cols }) =>
      this.gradientBuffer(rows * rowStride(cols))
    );
    return this.#values(params, (W, n) => {
      const value = new FastValue(this, W.rows, W.cols, at[n], buffers[n]);
      this.#trainable.push(value);
      return value;
    });
  }

  /** Adds weights that stay fixed. Throws RangeError if they don't fit into float32. */
  frozen(params: Params): FastValues {
    return this.#values(params, (W) => new FastValue(this, W.rows, W.cols, this.#alloc(W)));
  }

  /** Adds a matrix with a column for each sequence, zeros until `write`. */
  input(rows: number): FastValue {
    const cols = padTo4(this.batch), at = this.memory.alloc(padTo4(rows) * cols);
    return new FastValue(this, rows, cols, at, undefined, padTo4(rows) - rows);
  }

  /** Returns an array for the class of each sequence, −1 (none) until classes are set; the padding stays −1. */
  classes(): Int32Array {
    return new Int32Array(padTo4(this.batch)).fill(-1);
  }

  /** Sets the classes of a batch; throws RangeError unless there is one for each sequence. */
  setClasses(into: Int32Array, classes: ArrayLike<number>): void {
    if (classes.length !== this.batch) {
      throw new RangeError(
        `Cannot load ${classes.length} classes: the batch has ${this.batch} sequences`,
      );
    }
    into.set(classes);
  }

  /** Allocates memory for a gradient; the backward pass clears it if necessary. */
  gradientBuffer(length: number): GradientBuffer {
    const buffer = { at: this.memory.alloc(length), length, written: false, partial: false };
    this.#buffers.push(buffer);
    return buffer;
  }

  /** Appends an operation. */
  record(operation: Operation): void {
    this.#operations.push(operation);
  }

  /** Prepares a product of one shape; all products share their working memory because they run one after another. */
  product(shape: Shape): Multiply {
    let product: Product | undefined;
    this.#products.push([shape, (ready) => product = ready]);
    return (c, a, b, adds) => {
      product!.prepare(b);
      product!.run(c, a, adds);
    };
  }

  /** Ends the recording: from now on `forward` computes this loss (1×1), and `backward` its gradients. */
  finish(loss: FastValue): void {
    this.#loss = loss;
    if (loss.buffer) loss.buffer.written = true;
    for (const { result, backward } of this.#operations.toReversed()) {
      if (!result.buffer?.written && !result.buffer?.partial) continue; // the loss doesn't depend on it
      for (const [{ buffer }, accumulate] of backward) {
        if (!buffer) continue;
        const adds = buffer.written || buffer.partial;
        buffer.written = true;
        this.#backward.push(() => accumulate(adds));
      }
    }
    this.#makeProducts();
  }

  /** Computes E from the current inputs and class arrays. */
  forward(): number {
    for (const { forward } of this.#operations) forward();
    return this.memory.floats[this.#loss!.at / 4];
  }

  /** Computes ∂E/∂ of every trainable weight, and of the values in between, after `forward`. */
  backward(): void {
    for (const { partial, written, at, length } of this.#buffers) {
      if (partial || !written) this.memory.view(at, length).fill(0);
    }
    this.memory.floats[this.#loss!.gradient / 4] = 1;
    for (const step of this.#backward) step();
  }

  /** Addresses of the trainable weights and of their gradients, and the length of each block in numbers. */
  get weightRange(): { weights: Address; gradients: Address; size: number } {
    const [first, last] = [this.#trainable[0], this.#trainable.at(-1)!];
    const size = padTo4((last.at - first.at) / 4 + last.buffer!.length);
    return { weights: first.at, gradients: first.gradient, size };
  }

  #alloc({ rows, cols }: { rows: number; cols: number }): Address {
    return this.memory.alloc(rows * rowStride(cols));
  }

  #values(params: Params, make: (W: Params[string], n: number) => FastValue): FastValues {
    checkWeights(params);
    const entries = Object.entries(params).map(([name, W], n) => {
      const value = make(W, n);
      value.write(W);
      return [name, value];
    });
    return Object.fromEntries(entries);
  }

  #makeProducts(): void {
    const base = this.memory.top;
    let end = base;
    for (const [shape, take] of this.#products) {
      this.memory.top = base;
      take(makeProduct(this.memory, shape));
      end = Math.max(end, this.memory.top);
    }
    this.memory.top = end;
  }
}
