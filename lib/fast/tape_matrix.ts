import { Matrix } from "../matrix.ts";
import { checkOverflow } from "./float32.ts";
import { type Address, padTo4 } from "./memory.ts";
import { type GradientBuffer, type Recorder, rowStride, type TapeBuffer } from "./recorder.ts";
import { readRows, writeRows } from "./transfer.ts";

/** A matrix on a fast tape: its address, and that of its gradient. */
export class TapeMatrix implements TapeBuffer {
  /** Called by the tape, which has allocated rows × cols numbers at an address, and a buffer if it has a gradient. */
  constructor(
    readonly tape: Recorder,
    readonly rows: number,
    readonly cols: number,
    readonly at: Address,
    readonly buffer?: GradientBuffer,
    readonly paddingRows = 0,
    /** Offset of its gradient in the buffer, in bytes. */
    readonly offset = 0,
  ) {}

  /** Address of its gradient. */
  get gradient(): Address {
    return this.buffer!.at + this.offset;
  }

  /** "3×4", as error messages print it. */
  get shape(): string {
    return `${this.rows}×${this.cols}`;
  }

  /**
   * Writes a matrix of its shape, or one with a column for each sequence of the batch: the padding repeats its last
   * column, so that no operation meets a number that isn't finite there. Throws RangeError for any other shape, and for an
   * entry that float32 can't hold.
   */
  write(A: Matrix): void {
    const { tape: { batch, memory }, rows, cols } = this;
    const isBatch = A.cols === batch && cols === padTo4(batch);
    if (A.rows !== rows || (A.cols !== cols && !isBatch)) {
      throw new RangeError(
        `Cannot write ${A.shape} into ${rows}×${cols === padTo4(batch) ? batch : cols}`,
      );
    }
    checkOverflow(A, `the ${A.shape} matrix to write`);
    writeRows(memory, this.at, A, rowStride(cols));
    for (let i = 0; i < rows && isBatch; i++) {
      const row = this.at / 4 + i * cols;
      memory.floats.fill(memory.floats[row + batch - 1], row + batch, row + cols);
    }
  }

  /** Reads its entries into a matrix, by default a new one; columns beyond those of the matrix, such as padding, are left out. */
  read(into: Matrix = new Matrix(this.rows, this.cols)): Matrix {
    return readRows(this.tape.memory, this.at, into, rowStride(this.cols));
  }

  /** Reads ∂E/∂ of it, after the tape's `backward`. */
  readGradient(into: Matrix = new Matrix(this.rows, this.cols)): Matrix {
    return readRows(this.tape.memory, this.gradient, into, rowStride(this.cols));
  }
}

/** Throws RangeError unless the rows are contiguous in memory, without padding, as those of a batch are. */
export function checkContiguous({ cols, shape }: TapeMatrix): void {
  if (cols % 4 === 0) return;
  throw new RangeError(
    `Cannot use ${shape} here on the fast tape: use weights only in products or as a column to add`,
  );
}

/** Throws RangeError unless both have the same shape. */
export function checkSameShape(A: TapeMatrix, B: TapeMatrix, action: string): void {
  if (B.shape !== A.shape) throw new RangeError(`Cannot ${action} ${A.shape} and ${B.shape}`);
}
