import type { Address, Memory } from "./memory.ts";
import { padTo4 } from "./memory.ts";
import type { Shape } from "./shape.ts";

/** Memory for a gradient, shared by a value and its slices. */
export interface GradientBuffer {
  readonly at: Address;
  /** Its length in numbers. */
  readonly length: number;
  /** True once an operation of the backward pass writes it, so that later ones add. */
  written: boolean;
  /** True if operations write only parts of it, so that it must start from zeros. */
  partial: boolean;
}

/** A matrix in the memory of a fast tape, and its gradient. */
export interface TapeBuffer {
  readonly rows: number;
  readonly cols: number;
  readonly at: Address;
  /** Allocated rows below, which let a product sum over a multiple of 4 rows: weights have zeros there. */
  readonly paddingRows: number;
  /** Memory of its gradient; undefined if no trainable weight is below it. */
  readonly buffer?: GradientBuffer;
  /** Address of its gradient. */
  readonly gradient: Address;
}

/** Sends ∂E/∂result back to one operand: written if `adds` is false, otherwise added to what is there. */
export type AccumulateGradient = (adds: boolean) => void;

/** A recorded operation: its forward pass, and its backward pass to each operand. */
export interface Operation {
  result: TapeBuffer;
  forward: () => void;
  backward: [operand: TapeBuffer, accumulate: AccumulateGradient][];
}

/** C = A B, or C += A B if `adds`. */
export type Multiply = (c: Address, a: Address, b: Address, adds: boolean) => void;

/** The part of FastTape that its values use. */
export interface Recorder {
  readonly memory: Memory;
  /** B, the number of sequences in a batch; columns beyond it are padding. */
  readonly batch: number;
  /** Allocates memory for a gradient. */
  gradientBuffer(length: number): GradientBuffer;
  /** Appends an operation. */
  record(operation: Operation): void;
  /** Prepares a product of one shape. */
  product(shape: Shape): Multiply;
}

/** Returns the distance between two rows in numbers: a multiple of 4, but 1 for a column. */
export function rowStride(cols: number): number {
  return cols === 1 ? 1 : padTo4(cols);
}

/** Returns the length of a matrix in numbers, with the padding of its rows. */
export function paddedLength({ rows, cols }: { rows: number; cols: number }): number {
  return padTo4(rows * rowStride(cols));
}
