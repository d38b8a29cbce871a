import { matrixBundle, matrixText } from "./table.ts";
import { multiply } from "./multiply.ts";

/**
 * A dense matrix of 64-bit floats, stored row by row; the columns are the sequences of a batch.
 * Every operation returns a new matrix and throws a RangeError that names both shapes where they don't fit.
 */
export class Matrix {
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns: the sequences of a batch. */
  readonly cols: number;
  /** Its numbers, row after row: entry (i, j) is data[i cols + j]. */
  readonly data: Float64Array;

  /** A rows×cols matrix of zeros, or of the given values; throws RangeError where the sizes don't fit. */
  constructor(rows: number, cols: number, data?: Float64Array) {
    if (!Number.isInteger(rows) || !Number.isInteger(cols) || rows < 0 || cols < 0) {
      throw new RangeError(
        `Cannot make a ${rows}×${cols} matrix: sizes are whole and not negative`,
      );
    }
    if (data && data.length !== rows * cols) {
      throw new RangeError(`Cannot make a ${rows}×${cols} matrix of ${data.length} values`);
    }
    this.rows = rows;
    this.cols = cols;
    this.data = data ?? new Float64Array(rows * cols);
  }

  /** The matrix with the given rows. */
  static of(rows: number[][]): Matrix {
    const cols = rows[0]?.length ?? 0;
    const odd = rows.find((row) => row.length !== cols);
    if (odd) {
      throw new RangeError(`Cannot make a matrix of rows of ${cols} and ${odd.length} values`);
    }
    return new Matrix(rows.length, cols, Float64Array.from(rows.flat()));
  }

  /** A column vector. */
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

  /** One matrix of blocks, given as rows of blocks: [[A, B], [C, D]]. */
  static blocks(grid: Matrix[][]): Matrix {
    if (grid.length === 0 || grid.some((row) => row.length === 0)) {
      throw new RangeError("Cannot join no blocks");
    }
    return stack(grid.map(sideBySide));
  }

  /** "3×4", as error messages print it. */
  get shape(): string {
    return `${this.rows}×${this.cols}`;
  }

  /** The entry in row i and column j, both counted from 0. */
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

  /** The sum A + B of two matrices of one shape. */
  add(B: Matrix): Matrix {
    return this.#zip(B, "add", (a, b) => a + b);
  }

  /** The difference A − B of two matrices of one shape. */
  subtract(B: Matrix): Matrix {
    return this.#zip(B, "subtract", (a, b) => a - b);
  }

  /** The entrywise product A ∘ B of two matrices of one shape. */
  hadamard(B: Matrix): Matrix {
    return this.#zip(B, "multiply entrywise", (a, b) => a * b);
  }

  /** A + b, the column b added to every column: a bias for every sequence of the batch. */
  addColumn(b: Matrix): Matrix {
    this.#checkColumn(b, "add the column");
    return this.#eachRow((a, i) => a + b.data[i]);
  }

  /** diag(v) A: row i multiplied by v_i, v a column. */
  scaleRows(v: Matrix): Matrix {
    this.#checkColumn(v, "scale the rows by");
    return this.#eachRow((a, i) => a * v.data[i]);
  }

  /** s A, every entry times a number. */
  scale(s: number): Matrix {
    return this.map((a) => s * a);
  }

  /** f applied to every entry. */
  map(f: (value: number) => number): Matrix {
    const out = new Float64Array(this.data.length);
    for (let n = 0; n < out.length; n++) out[n] = f(this.data[n]);
    return new Matrix(this.rows, this.cols, out);
  }

  /** The sum of the columns, a column: what a bias collects from a batch. */
  sumColumns(): Matrix {
    const sums = new Float64Array(this.rows);
    for (let i = 0, n = 0; i < this.rows; i++) {
      for (let j = 0; j < this.cols; j++, n++) sums[i] += this.data[n];
    }
    return new Matrix(this.rows, 1, sums);
  }

  /** Rows start … end−1, counted from 0; the inverse of stacking by `blocks`. */
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

  /** Column j, counted from 0: one sequence of the batch. */
  column(j: number): Matrix {
    if (!isIndex(j, this.cols)) {
      throw new RangeError(`Cannot take column ${j} of a ${this.shape} matrix`);
    }
    const out = new Float64Array(this.rows);
    for (let i = 0; i < this.rows; i++) out[i] = this.data[i * this.cols + j];
    return new Matrix(this.rows, 1, out);
  }

  /** The Frobenius norm √Σ a², scaled first so that it neither overflows nor underflows. */
  norm(): number {
    let largest = 0;
    for (const a of this.data) largest = Math.max(largest, Math.abs(a));
    if (largest === 0 || !Number.isFinite(largest)) return largest;
    let sum = 0;
    for (const a of this.data) sum += (a / largest) ** 2;
    return largest * Math.sqrt(sum);
  }

  /** Shows the matrix as a table in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return matrixBundle(this);
  }

  /** Shows the matrix as aligned numbers in a terminal. */
  [Symbol.for("Deno.customInspect")](): string {
    return matrixText(this);
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
      throw new RangeError(`Cannot ${action} ${b.shape}: the matrix is ${this.shape}`);
    }
  }
}

function isIndex(n: number, count: number): boolean {
  return Number.isInteger(n) && 0 <= n && n < count;
}

/** [A B …] of matrices with the same number of rows. */
function sideBySide(blocks: Matrix[]): Matrix {
  const { rows } = blocks[0];
  if (blocks.some((block) => block.rows !== rows)) {
    throw new RangeError(`Cannot join blocks ${blocks.map((block) => block.shape).join(", ")}`);
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

/** Matrices with the same number of columns, one under another: their data follow one another. */
function stack(blocks: Matrix[]): Matrix {
  const { cols } = blocks[0];
  const odd = blocks.find((block) => block.cols !== cols);
  if (odd) throw new RangeError(`Cannot join rows of ${cols} and ${odd.cols} columns`);
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  const whole = new Float64Array(rows * cols);
  let n = 0;
  for (const block of blocks) {
    whole.set(block.data, n);
    n += block.data.length;
  }
  return new Matrix(rows, cols, whole);
}
