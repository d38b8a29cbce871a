import { sigmoid, sigmoidSlope, tanhSlope } from "../activations.ts";
import type { CustomOp } from "./custom_op.ts";
import { crossEntropy, softmax } from "../loss.ts";
import { Matrix } from "../matrix.ts";
import { col2im, im2col, type ImageShape, maxPool } from "./im2col.ts";
import type { TensorOps } from "./tensor_ops.ts";

/** What a gradient of a value gives to each value that it was made from. */
export type Backward = (d: Matrix) => Matrix[];

/** A matrix that remembers how it was made, so that `gradients` finds its way back. Throws RangeError as Matrix does. */
export class Value implements TensorOps<Value> {
  /** Its numbers. */
  readonly matrix: Matrix;
  /** The values that it was made from. */
  readonly parents: readonly Value[];
  /** What ∂E/∂ of it gives to each of them. */
  readonly back: Backward;

  /** A leaf, or what `back` takes ∂E/∂matrix back to: one gradient for each parent, in its shape. */
  constructor(matrix: Matrix, parents: Value[] = [], back: Backward = () => []) {
    this.matrix = matrix;
    this.parents = parents;
    this.back = back;
  }

  get rows(): number {
    return this.matrix.rows;
  }

  get cols(): number {
    return this.matrix.cols;
  }

  /** Aᵀ. */
  get T(): Value {
    return new Value(this.matrix.T, [this], (d) => [d.T]);
  }

  /** [[A, B], [C, D]] as one value. */
  static blocks(grid: Value[][]): Value {
    const whole = Matrix.blocks(grid.map((row) => row.map(({ matrix }) => matrix)));
    return new Value(whole, grid.flat(), (d) => {
      let top = 0;
      return grid.flatMap((row) => cut(d.sliceRows(top, top += row[0].rows), row));
    });
  }

  matmul(B: Value): Value {
    const product = this.matrix.matmul(B.matrix);
    return new Value(
      product,
      [this, B],
      (d) => [d.matmul(B.matrix.T), this.matrix.T.matmul(d)],
    );
  }

  add(B: Value): Value {
    return new Value(this.matrix.add(B.matrix), [this, B], (d) => [d, d]);
  }

  subtract(B: Value): Value {
    return new Value(this.matrix.subtract(B.matrix), [this, B], (d) => [d, d.scale(-1)]);
  }

  hadamard(B: Value): Value {
    const [a, b] = [this.matrix, B.matrix];
    return new Value(a.hadamard(b), [this, B], (d) => [d.hadamard(b), d.hadamard(a)]);
  }

  addColumn(b: Value): Value {
    return new Value(this.matrix.addColumn(b.matrix), [this, b], (d) => [d, d.sumColumns()]);
  }

  /** diag(v) A. */
  scaleRows(v: Value): Value {
    const [A, s] = [this.matrix, v.matrix];
    const back = (d: Matrix) => [d.scaleRows(s), d.hadamard(A).sumColumns()];
    return new Value(A.scaleRows(s), [this, v], back);
  }

  scale(s: number): Value {
    return new Value(this.matrix.scale(s), [this], (d) => [d.scale(s)]);
  }

  /** f of every entry, where slope gives f′ in terms of f's value: sigmoidSlope for sigmoid. */
  map(f: (value: number) => number, slope: (result: number) => number): Value {
    const y = this.matrix.map(f);
    return new Value(y, [this], (d) => [d.hadamard(y.map(slope))]);
  }

  tanh(): Value {
    return this.map(Math.tanh, tanhSlope);
  }

  sigmoid(): Value {
    return this.map(sigmoid, sigmoidSlope);
  }

  relu(): Value {
    return this.map((a) => Math.max(0, a), (y) => y > 0 ? 1 : 0);
  }

  /** softmax of each column. */
  softmax(): Value {
    const y = softmax(this.matrix);
    const ones = new Matrix(1, y.rows).map(() => 1), spread = ones.T;
    return new Value(y, [this], (d) => {
      const dy = d.hadamard(y);
      return [dy.subtract(y.hadamard(spread.matmul(ones.matmul(dy))))];
    });
  }

  sliceRows(start: number, end = this.rows): Value {
    const { rows, cols } = this;
    return new Value(this.matrix.sliceRows(start, end), [this], (d) => {
      const whole = new Matrix(rows, cols);
      whole.data.set(d.data, start * cols);
      return [whole];
    });
  }

  vstack(B: Value): Value {
    const whole = Matrix.blocks([[this.matrix], [B.matrix]]), { rows } = this;
    return new Value(whole, [this, B], (d) => [d.sliceRows(0, rows), d.sliceRows(rows)]);
  }

  reshape(rows: number, cols: number): Value {
    const same = (A: Matrix, m: number, n: number) => new Matrix(m, n, A.data);
    const back = (d: Matrix) => [same(d, this.rows, this.cols)];
    return new Value(same(this.matrix, rows, cols), [this], back);
  }

  gatherColumns(classes: Int32Array): Value {
    const oneHot = new Matrix(this.cols, classes.length);
    classes.forEach((index, b) => {
      if (index < -1 || index >= this.cols) {
        throw new RangeError(`Cannot pick column ${index} of a ${this.matrix.shape} matrix`);
      }
      if (index >= 0) oneHot.data[index * classes.length + b] = 1;
    });
    return this.matmul(new Value(oneHot));
  }

  im2col(maps: ImageShape, size: number): Value {
    const back = (d: Matrix) => [col2im(d, maps, size)];
    return new Value(im2col(this.matrix, maps, size), [this], back);
  }

  maxPool(maps: ImageShape): Value {
    const { rows, cols } = this, { pooled, from } = maxPool(this.matrix, maps);
    return new Value(pooled, [this], (d) => {
      const whole = new Matrix(rows, cols);
      from.forEach((at, n) => whole.data[at] += d.data[n]);
      return [whole];
    });
  }

  apply(formula: CustomOp, ...others: Value[]): Value {
    const values = [this, ...others], operands = values.map(({ matrix }) => matrix);
    const out = new Matrix(formula.rows(...operands), this.cols);
    formula.forward(out, ...operands);
    if (!formula.backward) return new Value(out);
    return new Value(out, values, (d) => {
      const found = operands.map(({ rows, cols }) => new Matrix(rows, cols));
      formula.backward!(d, out, operands, found);
      return found;
    });
  }

  /** The sum of the columns, a column. */
  sumColumns(): Value {
    const zeros = new Matrix(this.rows, this.cols);
    return new Value(this.matrix.sumColumns(), [this], (d) => [zeros.addColumn(d)]);
  }

  sum(): Value {
    return this.reshape(1, this.rows * this.cols).sumColumns();
  }

  crossEntropy(targets: Int32Array): Value {
    const list = Array.from(targets, (target) => target === -1 ? null : target);
    const { loss, dscores } = crossEntropy(this.matrix, list);
    return new Value(Matrix.of([[loss]]), [this], (d) => [dscores.scale(d.at(0))]);
  }
}

/** The columns of a matrix that belong to each of the values that stand side by side. */
function cut(d: Matrix, row: Value[]): Matrix[] {
  const dT = d.T;
  let left = 0;
  return row.map(({ cols }) => dT.sliceRows(left, left += cols).T);
}
