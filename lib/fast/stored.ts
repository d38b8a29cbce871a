import { Matrix } from "../matrix.ts";
import type { Address } from "./memory.ts";
import { type GradientBuffer, type Recorder, rowStride, type TapeBuffer } from "./recorder.ts";
import { readRows, writeRows } from "./transfer.ts";

/** A matrix of a fast tape: where it stands, and where its gradient does. */
export class TapeMatrix implements TapeBuffer {
  /** Made by the tape: a place of rows × cols in its memory, and room for its gradient where one is wanted. */
  constructor(
    readonly tape: Recorder,
    readonly rows: number,
    readonly cols: number,
    readonly at: Address,
    readonly room?: GradientBuffer,
    readonly spare = 0,
    /** Where in the room its own gradient begins, in bytes. */
    readonly offset = 0,
  ) {}

  /** Where its gradient stands, in bytes. */
  get dat(): Address {
    return this.room!.at + this.offset;
  }

  /** "3×4", as error messages print it. */
  get shape(): string {
    return `${this.rows}×${this.cols}`;
  }

  /** Writes a matrix of its shape; throws RangeError for another. */
  write(A: Matrix): void {
    if (A.shape !== this.shape) throw new RangeError(`Cannot write ${A.shape} into ${this.shape}`);
    writeRows(this.tape.memory, this.at, A, rowStride(this.cols));
  }

  /** Its numbers, in a matrix given or a new one. */
  read(into: Matrix = new Matrix(this.rows, this.cols)): Matrix {
    return readRows(this.tape.memory, this.at, into, rowStride(this.cols));
  }

  /** ∂E/∂ of it, after the tape's `back`. */
  readGradient(into: Matrix = new Matrix(this.rows, this.cols)): Matrix {
    return readRows(this.tape.memory, this.dat, into, rowStride(this.cols));
  }
}

/** Throws RangeError unless its rows have no padding: they are as long as a batch, a multiple of 4. */
export function checkPadded({ cols, shape }: TapeMatrix): void {
  if (cols % 4 === 0) return;
  throw new RangeError(`Cannot use ${shape} so: the batch isn't a multiple of 4`);
}

/** Throws RangeError unless both have one shape. */
export function checkSameShape(A: TapeMatrix, B: TapeMatrix, action: string): void {
  if (B.shape !== A.shape) throw new RangeError(`Cannot ${action} ${A.shape} and ${B.shape}`);
}
