import { formatMatrix, mimeBundle } from "./display.ts";
import { multiply } from "./multiply.ts";

/**
 * A dense matrix of 64-bit floats, stored row by row; its columns are the sequences of a batch.
 * Every operation returns a new matrix, and throws a RangeError that names both shapes if they do not fit.
 *
 * @example
 * ```ts
 * import { Matrix } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const W = Matrix.of([[1, 2, 3], [4, 5, 6]]), x = Matrix.column([1, 0, -1]);
 * assert.deepEqual([...W.matmul(x).data], [-2, -2]);
 * assert.throws(() => W.matmul(W), /Cannot multiply 2×3 by 2×3/);
 * ```
 */
export class Matrix {
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns: the sequences of a batch. */
  readonly cols: number;
  /** The entries, row after row: entry (i, j) is data[i cols + j]. */
  readonly data: Float64Array;

  /** Creates a rows×cols matrix of zeros, or of the given values; throws RangeError if the sizes do not fit. */
  constructor(rows: number, cols: number, data?: Float64Array) {
    if (!Number.isInteger(rows) || !Number.isInteger(cols) || rows < 0 || cols < 0) {
      throw new RangeError(
        `Cannot create a ${rows}×${cols} matrix: sizes must be non-negative integers`,
      );
    }
    if (data && data.length !== rows * cols) {
      throw new RangeError(`Cannot create a ${rows}×${cols} matrix from ${data.length} values`);
    }
    this.rows = rows;
    this.cols = cols;
    this.data = data ?? new Float64Array(rows * cols);
  }

  /** Creates a matrix from its rows; throws RangeError if their lengths differ. */
  static of(rows: number[][]): Matrix {
    const cols = rows[0]?.length ?? 0;
    const odd = rows.find((row) => row.length !== cols);
    if (odd) {
      throw new RangeError(
        `Cannot create a matrix: every row must have ${cols} values, got ${odd.length}`,
      );
    }
    return new Matrix(rows.length, cols, Float64Array.from(rows.flat()));
  }

  /** Creates a column vector. */
  static column(values: ArrayLike<number>): Matrix {
    return new Matrix(values.length, 1, Float64Array.from(values));
  }

  /** The n×n identity I. */
  static identity(n: number): Matrix {
    return Matrix.diagonal(new Float64Array(n).fill(1));
  }

  /** diag(values): the square matrix with the values on its diagonal. */
  static diagonal(values: ArrayLike<number>): Matrix {
    const n = values.length;
    const D = new Matrix(n, n);
    for (let i = 0; i < n; i++) D.data[i * n + i] = values[i];
    return D;
  }

  /**
   * Joins blocks, given as rows of blocks [[A, B], [C, D]], into one matrix; throws RangeError if their sizes do not
   * fit.
   */
  static blocks(grid: Matrix[][]): Matrix {
    if (grid.length === 0 || grid.some((row) => row.length === 0)) {
      throw new RangeError("Cannot join blocks: the grid, or a row of it, is empty");
    }
    return stack(grid.map(sideBySide));
  }

  /** The shape as text, for example "3×4". */
  get shape(): string {
    return `${this.rows}×${this.cols}`;
  }

  /** The entry in row i and column j, both from 0; throws RangeError outside the matrix. */
  at(i: number, j = 0): number {
    if (!(isIndex(i, this.rows) && isIndex(j, this.cols))) {
      throw new RangeError(`Cannot read entry [${i},${j}] of a ${this.shape} matrix`);
    }
    return this.data[i * this.cols + j];
  }

  /** The transpose Aᵀ. */
  get T(): Matrix {
    const { rows, cols, data } = this;
    const out = new Float64Array(data.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j];
    }
    return new Matrix(cols, rows, out);
  }

  /** The matrix product A B. */
  matmul(B: Matrix): Matrix {
    if (this.cols !== B.rows) throw new RangeError(`Cannot multiply ${this.shape} by ${B.shape}`);
    return new Matrix(this.rows, B.cols, multiply(this, B));
  }

  /** The sum A + B of two matrices of the same shape. */
  add(B: Matrix): Matrix {
    return this.#zip(B, "add", (a, b) => a + b);
  }

  /** The difference A − B of two matrices of the same shape. */
  subtract(B: Matrix): Matrix {
    return this.#zip(B, "subtract", (a, b) => a - b);
  }

  /** The entrywise (Hadamard) product A ∘ B of two matrices of the same shape. */
  hadamard(B: Matrix): Matrix {
    return this.#zip(B, "multiply entrywise", (a, b) => a * b);
  }

  /** Adds the column b to every column, for example a bias to every sequence of a batch. */
  addColumn(b: Matrix): Matrix {
    this.#checkColumn(b, "add a column");
    return this.#eachRow((a, i) => a + b.data[i]);
  }

  /** Multiplies row i by v_i, the product diag(v) A; v is a column. */
  scaleRows(v: Matrix): Matrix {
    this.#checkColumn(v, "scale the rows");
    return this.#eachRow((a, i) => a * v.data[i]);
  }

  /** The product s A of a number and a matrix. */
  scale(s: number): Matrix {
    return this.map((a) => s * a);
  }

  /** Applies f to every entry. */
  map(f: (value: number) => number): Matrix {
    const out = new Float64Array(this.data.length);
    for (let n = 0; n < out.length; n++) out[n] = f(this.data[n]);
    return new Matrix(this.rows, this.cols, out);
  }

  /** The sum of the columns, a column vector; for example the gradient of a bias, summed over a batch. */
  sumColumns(): Matrix {
    const sums = new Float64Array(this.rows);
    for (let i = 0, n = 0; i < this.rows; i++) {
      for (let j = 0; j < this.cols; j++, n++) sums[i] += this.data[n];
    }
    return new Matrix(this.rows, 1, sums);
  }

  /** Rows start … end−1, counted from 0; throws RangeError outside the matrix. */
  sliceRows(start: number, end = this.rows): Matrix {
    if (!(isIndex(start, end + 1) && isIndex(end, this.rows + 1))) {
      throw new RangeError(`Cannot take rows ${start} to ${end} of a ${this.shape} matrix`);
    }
    return new Matrix(
      end - start,
      this.cols,
      this.data.slice(start * this.cols, end * this.cols),
    );
  }

  /** Column j, counted from 0, one sequence of a batch; throws RangeError outside the matrix. */
  column(j: number): Matrix {
    if (!isIndex(j, this.cols)) {
      throw new RangeError(`Cannot take column ${j} of a ${this.shape} matrix`);
    }
    const out = new Float64Array(this.rows);
    for (let i = 0; i < this.rows; i++) out[i] = this.data[i * this.cols + j];
    return new Matrix(this.rows, 1, out);
  }

  /** The Frobenius norm √Σ a², scaled so that the squares neither overflow nor underflow. */
  norm(): number {
    let largest = 0;
    for (const a of this.data) largest = Math.max(largest, Math.abs(a));
    if (largest === 0 || !Number.isFinite(largest)) return largest;
    let sum = 0;
    for (const a of this.data) sum += (a / largest) ** 2;
    return largest * Math.sqrt(sum);
  }

  /** Displays the matrix as a table in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return mimeBundle(this);
  }

  /** Displays the matrix as aligned numbers in a terminal. */
  [Symbol.for("Deno.customInspect")](): string {
    return formatMatrix(this);
  }

  /**
   * Returns the matrix as text. Throws TypeError where a number is needed, because `A * B` and `Math.max(0, A)`, which
   * work entry by entry in Python, would otherwise give NaN.
   */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return formatMatrix(this);
    throw new TypeError(
      `Cannot use a ${this.shape} matrix as a number: use matmul, hadamard, add, subtract, scale, or map((a) => …)`,
    );
  }

  #zip(B: Matrix, action: string, f: (a: number, b: number) => number): Matrix {
    if (this.rows !== B.rows || this.cols !== B.cols) {
      throw new RangeError(`Cannot ${action} ${this.shape} and ${B.shape}`);
    }
    const out = new Float64Array(this.data.length);
    for (let n = 0; n < out.length; n++) out[n] = f(this.data[n], B.data[n]);
    return new Matrix(this.rows, this.cols, out);
  }

  #eachRow(f: (value: number, i: number) => number): Matrix {
    const { rows, cols, data } = this;
    const out = new Float64Array(data.length);
    for (let i = 0, n = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++, n++) out[n] = f(data[n], i);
    }
    return new Matrix(rows, cols, out);
  }

  #checkColumn(b: Matrix, action: string): void {
    if (b.rows !== this.rows || b.cols !== 1) {
      throw new RangeError(`Cannot ${action}: expected ${this.rows}×1, got ${b.shape}`);
    }
  }
}

function isIndex(n: number, count: number): boolean {
  return Number.isInteger(n) && 0 <= n && n < count;
}

/** Joins matrices with the same number of rows side by side, [A B …]. */
function sideBySide(blocks: Matrix[]): Matrix {
  const { rows } = blocks[0];
  if (blocks.some((block) => block.rows !== rows)) {
    throw new RangeError(
      `Cannot join blocks side by side: ${blocks.map((block) => block.shape).join(", ")}`,
    );
  }
  if (blocks.length === 1) return blocks[0];
  const cols = blocks.reduce((sum, block) => sum + block.cols, 0);
  const whole = new Float64Array(rows * cols);
  let j = 0;
  for (const block of blocks) {
    for (let i = 0; i < rows; i++) {
      whole.set(block.data.subarray(i * block.cols, (i + 1) * block.cols), i * cols + j);
    }
    j += block.cols;
  }
  return new Matrix(rows, cols, whole);
}

/** Joins matrices with the same number of columns one below another, so that their data follow one another. */
function stack(blocks: Matrix[]): Matrix {
  const { cols } = blocks[0];
  const odd = blocks.find((block) => block.cols !== cols);
  if (odd) throw new RangeError(`Cannot stack blocks: rows of ${cols} and ${odd.cols} columns`);
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  const whole = new Float64Array(rows * cols);
  let n = 0;
  for (const block of blocks) {
    whole.set(block.data, n);
    n += block.data.length;
  }
  return new Matrix(rows, cols, whole);
}
