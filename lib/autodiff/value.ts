import { sigmoid, sigmoidSlope, tanhSlope } from "../activations.ts";
import type { CustomOp } from "./custom_op.ts";
import { exponential, softmaxColumns } from "./elementary_ops.ts";
import { crossEntropy } from "../loss.ts";
import { Matrix } from "../matrix.ts";
import { col2im, im2col, type ImageShape, maxPool } from "./im2col.ts";
import type { TensorOps } from "./tensor_ops.ts";

/** Returns ∂E/∂parent for each parent of a value, from ∂E/∂value. */
export type Backward = (d: Matrix) => Matrix[];

/** A matrix that records its operation and operands, so that `gradients` can differentiate. Throws RangeError for the same shapes as Matrix. */
export class Value implements TensorOps<Value> {
  /** Its entries. */
  readonly matrix: Matrix;
  /** The operands of its operation. */
  readonly parents: readonly Value[];
  /** Returns ∂E/∂ of each operand from ∂E/∂ of this value. */
  readonly back: Backward;

  /** Creates a leaf, or the result of an operation: `back` returns one gradient for each parent, in its shape. */
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

  /** Assembles a block matrix such as [[A, B], [C, D]]. */
  static blocks(grid: Value[][]): Value {
    const whole = Matrix.blocks(grid.map((row) => row.map(({ matrix }) => matrix)));
    return new Value(whole, grid.flat(), (d) => {
      let top = 0;
      return grid.flatMap((row) => splitColumns(d.sliceRows(top, top += row[0].rows), row));
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

  /** Applies f to every entry; `slope` is f′ as a function of f's value, such as sigmoidSlope for sigmoid. */
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

  softmax(): Value {
    return this.apply(softmaxColumns);
  }

  exp(): Value {
    return this.apply(exponential);
  }

  stopGradient(): Value {
    return new Value(this.matrix);
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
        throw new RangeError(`Cannot gather column ${index} of a ${this.matrix.shape} matrix`);
      }
      if (index >= 0) oneHot.data[index * classes.length + b] = 1;
    });
    return this.matmul(new Value(oneHot));
  }

  im2col(image: ImageShape, size: number): Value {
    const back = (d: Matrix) => [col2im(d, image, size)];
    return new Value(im2col(this.matrix, image, size), [this], back);
  }

  maxPool(image: ImageShape): Value {
    const { rows, cols } = this, { pooled, from } = maxPool(this.matrix, image);
    return new Value(pooled, [this], (d) => {
      const whole = new Matrix(rows, cols);
      from.forEach((at, n) => whole.data[at] += d.data[n]);
      return [whole];
    });
  }

  apply(op: CustomOp, ...others: Value[]): Value {
    const values = [this, ...others], operands = values.map(({ matrix }) => matrix);
    const out = new Matrix(op.rows(...operands), this.cols);
    op.forward(out, ...operands);
    if (!op.backward) return new Value(out);
    return new Value(out, values, (d) => {
      const found = operands.map(({ rows, cols }) => new Matrix(rows, cols));
      op.backward!(d, out, operands, found);
      return found;
    });
  }

  /** Returns the sum of the columns as a column. */
  sumColumns(): Value {
    const zeros = new Matrix(this.rows, this.cols);
    return new Value(this.matrix.sumColumns(), [this], (d) => [zeros.addColumn(d)]);
  }

  batchMean(): Value {
    return this.reshape(1, this.rows * this.cols).sumColumns().scale(1 / this.cols);
  }

  crossEntropy(targets: Int32Array): Value {
    const list = Array.from(targets, (target) => target === -1 ? null : target);
    const { loss, dscores } = crossEntropy(this.matrix, list);
    return new Value(Matrix.of([[loss]]), [this], (d) => [dscores.scale(d.at(0))]);
  }
}

/** Splits the columns of a gradient among adjacent values. */
function splitColumns(d: Matrix, row: Value[]): Matrix[] {
  const dT = d.T;
  let left = 0;
  return row.map(({ cols }) => dT.sliceRows(left, left += cols).T);
}
