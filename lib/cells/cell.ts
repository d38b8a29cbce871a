import { Matrix } from "../matrix.ts";

/** Matrices by name: the parameters of a cell, or their gradients. */
export type Params = Record<string, Matrix>;

/**
 * The values of one time step: the input, the state before and after it, and h, the input of the readout. A cell adds
 * its own intermediate values.
 */
export interface Step {
  /** x_t, inputSize × batch. */
  x: Matrix;
  /** state_{t−1}, stateSize × batch. */
  statePrev: Matrix;
  /** state_t, stateSize × batch. */
  state: Matrix;
  /** h_t, hiddenSize × batch: the last hiddenSize rows of the state. */
  h: Matrix;
}

/** The gradients of one backward time step. Each has the shape of its variable. */
export interface StepGradients<P extends Params = Params> {
  /** ∂E/∂x_t. */
  dx: Matrix;
  /** ∂E/∂state_{t−1}. */
  dstatePrev: Matrix;
  /** ∂E/∂params through this time step alone, summed over the batch. */
  dparams: P;
  /** ∂E/∂v through this time step alone, if the cell takes a context v. */
  dcontext?: Matrix;
}

/** A recurrent cell computes one time step; the loops over time are in `unroll`, `bptt` and `jacobianPaths`. */
export interface Cell<S extends Step = Step, P extends Params = Params> {
  /** The parameters, named as in the equation. */
  readonly params: P;
  /** The number of rows of x_t. */
  readonly inputSize: number;
  /** The number of rows of h_t, the input of the readout. */
  readonly hiddenSize: number;
  /** The number of rows of state_t: h_t, and above it what else the cell keeps. */
  readonly stateSize: number;
  /** Computes state_t from x_t and state_{t−1}. Throws RangeError if a shape is wrong or a value not finite. */
  step(x: Matrix, statePrev: Matrix): S;
  /**
   * Computes ∂E/∂x_t, ∂E/∂state_{t−1} and ∂E/∂params from ∂E/∂state_t. Throws RangeError if its shape is not the
   * state's.
   */
  backward(step: S, dstate: Matrix): StepGradients<P>;
  /** Computes ∂state_t/∂state_{t−1}, stateSize × stateSize. Throws RangeError unless the batch size is 1. */
  jacobian(step: S): Matrix;
}

/** Pads ∂E/∂h with zero rows above, to ∂E/∂state with `rows` rows, because h is the last rows of the state. */
export function padStateGradient(dh: Matrix, rows: number): Matrix {
  return Matrix.blocks([[new Matrix(rows - dh.rows, dh.cols)], [dh]]);
}

/** Adds two records of gradients with the same names. */
export function addParams<P extends Params>(a: P, b: P): P {
  const sums = Object.keys(a).map((name) => [name, a[name].add(b[name])]);
  return Object.fromEntries(sums) as P;
}

/** Returns zeros with the names and shapes of `params`. */
export function zerosLike<P extends Params>(params: P): P {
  const zeros = Object.entries(params).map(([name, { rows, cols }]) => [
    name,
    new Matrix(rows, cols),
  ]);
  return Object.fromEntries(zeros) as P;
}
