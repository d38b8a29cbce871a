import type { Params } from "../cells/cell.ts";
import { type Blas, openBlas } from "./blas.ts";
import { type Address, Memory, padTo4 } from "./memory.ts";
import { makeProduct, type Product } from "./product.ts";
import type { Shape } from "./shape.ts";
import {
  type GradientBuffer,
  type Multiply,
  type Operation,
  type Recorder,
  rowStride,
} from "./recorder.ts";
import { FastValue } from "./value.ts";

/** Weights of a fast tape by name. */
export type FastValues = Record<string, FastValue>;

/**
 * A tape in float32: a model is recorded once, on its values, and run as often as wanted with other numbers in its inputs
 * and other classes in its arrays. Columns are the sequences of a batch, a multiple of 4.
 */
export class FastTape implements Recorder {
  /** The linear memory in which everything of this tape stands. */
  readonly memory: Memory = new Memory();
  readonly #operations: Operation[] = [];
  readonly #products: [Shape, (made: Product) => void][] = [];
  readonly #rooms: GradientBuffer[] = [];
  readonly #learning: FastValue[] = [];
  readonly #blas?: Blas;
  readonly #backward: (() => void)[] = [];
  #loss?: FastValue;

  /** A new tape; with `usesBlas` OpenBLAS multiplies where it is installed. */
  constructor(usesBlas = false) {
    if (usesBlas) this.#blas = openBlas(this.memory);
  }

  /** The weights that learn, in one stretch of memory, and their gradients in another; once for each tape. */
  trainable(params: Params): FastValues {
    if (this.#learning.length > 0) throw new Error("Cannot add weights: a tape learns one set");
    const places = Object.values(params).map((W) => this.#place(W));
    const rooms = Object.values(params).map(({ rows, cols }) => this.room(rows * rowStride(cols)));
    return this.#values(params, (W, n) => {
      const value = new FastValue(this, W.rows, W.cols, places[n], rooms[n]);
      this.#learning.push(value);
      return value;
    });
  }

  /** Weights that stay as they are. */
  frozen(params: Params): FastValues {
    return this.#values(params, (W) => new FastValue(this, W.rows, W.cols, this.#place(W)));
  }

  /** A matrix of zeros, to be written before a run; throws RangeError unless the batch is a multiple of 4. */
  input(rows: number, cols: number): FastValue {
    if (cols % 4 !== 0) {
      throw new RangeError(`Cannot record a batch of ${cols}: it isn't a multiple of 4`);
    }
    return new FastValue(this, rows, cols, this.memory.alloc(rows * cols));
  }

  /** Room for so many numbers of gradients, cleared before each way back. */
  room(length: number): GradientBuffer {
    const room = { at: this.memory.alloc(length), length, claimed: false, parts: false };
    this.#rooms.push(room);
    return room;
  }

  /** Puts an operation at the tape's end. */
  record(operation: Operation): void {
    this.#operations.push(operation);
  }

  /** A product of one shape, in room that all of them share, since none is at work with another. */
  product(shape: Shape): Multiply {
    let product: Product | undefined;
    this.#products.push([shape, (made) => product = made]);
    return (c, a, b, adds) => {
      product!.prepare(b);
      product!.run(c, a, adds);
    };
  }

  /** Ends the recording: from now on `run` computes this loss, and `back` its gradients. */
  finish(loss: FastValue): void {
    this.#loss = loss;
    if (loss.room) loss.room.claimed = true;
    for (const { result, back } of this.#operations.toReversed()) {
      if (!result.room?.claimed && !result.room?.parts) continue; // the loss doesn't depend on it
      for (const [{ room }, give] of back) {
        if (!room) continue;
        const adds = room.claimed || room.parts;
        room.claimed = true;
        this.#backward.push(() => give(adds));
      }
    }
    this.#makeProducts();
  }

  /** E of what the inputs and the arrays hold. */
  run(): number {
    for (const { forward } of this.#operations) forward();
    return this.memory.floats[this.#loss!.at / 4];
  }

  /** ∂E/∂ of everything that learns, and of what lies between, after `run`. */
  back(): void {
    for (const { parts, claimed, at, length } of this.#rooms) {
      if (parts || !claimed) this.memory.view(at, length).fill(0);
    }
    this.memory.floats[this.#loss!.room!.at / 4] = 1;
    for (const step of this.#backward) step();
  }

  /** Where the weights that learn begin, where their gradients do, and how many numbers each are. */
  get weightRange(): { weights: Address; gradients: Address; size: number } {
    const [first, last] = [this.#learning[0], this.#learning.at(-1)!];
    const size = padTo4((last.at - first.at) / 4 + last.room!.length);
    return { weights: first.at, gradients: first.dat, size };
  }

  #place({ rows, cols }: { rows: number; cols: number }): Address {
    return this.memory.alloc(rows * rowStride(cols));
  }

  #values(params: Params, make: (W: Params[string], n: number) => FastValue): FastValues {
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
      take(makeProduct(this.memory, shape, this.#blas));
      end = Math.max(end, this.memory.top);
    }
    this.memory.top = end;
  }
}
