import type { Address, Memory } from "./memory.ts";
import { padTo4 } from "./memory.ts";
import type { Shape } from "./shape.ts";

/** Room for a gradient, which the views of one value share. */
export interface GradientBuffer {
  readonly at: Address;
  /** How many numbers it holds. */
  readonly length: number;
  /** Whether a step of the way back has written it already. */
  claimed: boolean;
  /** Whether parts of it are written apart, so that it begins with zeros. */
  parts: boolean;
}

/** Where a matrix of a fast tape stands. */
export interface TapeBuffer {
  readonly rows: number;
  readonly cols: number;
  readonly at: Address;
  /** Rows of zeros that follow it. */
  readonly spare: number;
  /** Room for its gradient, if any of it learns. */
  readonly room?: GradientBuffer;
  /** Where its gradient stands. */
  readonly dat: Address;
}

/** What ∂E/∂result gives to one of the values it was made from: written, or added to what is there. */
export type AccumulateGradient = (adds: boolean) => void;

/** A recorded operation: how its result is computed, and the way back to each value it was made from. */
export interface Operation {
  result: TapeBuffer;
  forward: () => void;
  back: [to: TapeBuffer, give: AccumulateGradient][];
}

/** C = A B, or C += A B where `adds`. */
export type Multiply = (c: Address, a: Address, b: Address, adds: boolean) => void;

/** What the values of a fast tape need of it. */
export interface Recorder {
  readonly memory: Memory;
  /** Room for a gradient. */
  room(length: number): GradientBuffer;
  /** Takes an operation down. */
  record(operation: Operation): void;
  /** A product of one shape. */
  product(shape: Shape): Multiply;
}

/** How many numbers lie between two rows: a multiple of 4, but for a column. */
export function rowStride(cols: number): number {
  return cols === 1 ? 1 : padTo4(cols);
}

/** How many numbers a matrix takes, with the padding of its rows. */
export function paddedLength({ rows, cols }: { rows: number; cols: number }): number {
  return padTo4(rows * rowStride(cols));
}
