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

/**
 * A recurrent cell computes one time step; the loops over time are in `unroll`, `bptt` and `jacobianPaths`. A class that
 * implements this interface works with them, and `train` trains it in float64. The fast engine trains and unrolls only
 * `RNNCell`, `LSTMCell`, and `GRUCell`, and throws RangeError for any other cell; only its `jacobianPaths` takes every
 * cell. `tapeCell` of `@unrolled/rnn/autodiff` makes a cell from its forward pass alone, so that you need not write
 * `backward` and `jacobian`.
 *
 * @example
 * ```ts
 * import { bptt, type Cell, jacobianPaths, Matrix, type Params, type Step, type StepGradients } from "@unrolled/rnn";
 * import { normal, numericalGradient, relativeError, seeded, tanhSlope, unroll } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * type OwnParams = { u: Matrix; W: Matrix };
 *
 * // h_t = tanh(u ∘ h_{t−1} + W x_t): each unit feeds back only to itself
 * class DiagonalCell implements Cell<Step, OwnParams> {
 *   readonly stateSize: number;
 *   constructor(readonly params: OwnParams, readonly inputSize: number, readonly hiddenSize: number) {
 *     this.stateSize = hiddenSize;
 *   }
 *   step(x: Matrix, statePrev: Matrix): Step {
 *     const { u, W } = this.params;
 *     const h = statePrev.scaleRows(u).add(W.matmul(x)).map(Math.tanh);
 *     return { x, statePrev, state: h, h };
 *   }
 *   backward({ x, statePrev, h }: Step, dstate: Matrix): StepGradients<OwnParams> {
 *     const { u, W } = this.params, dz = dstate.hadamard(h.map(tanhSlope));
 *     const dparams = { u: dz.hadamard(statePrev).sumColumns(), W: dz.matmul(x.T) };
 *     return { dx: W.T.matmul(dz), dstatePrev: dz.scaleRows(u), dparams };
 *   }
 *   jacobian({ h }: Step): Matrix {
 *     return Matrix.diagonal(h.map(tanhSlope).hadamard(this.params.u).data); // one column: the batch size is 1
 *   }
 * }
 *
 * const random = seeded(1), draw = normal(0.5);
 * const cell = new DiagonalCell({ u: draw(3, 1, random), W: draw(3, 2, random) }, 2, 3);
 * const xs = [1, 2, 3].map((t) => Matrix.column([t, -t]));
 * const E = () => unroll(cell, xs).reduce((sum, { h }) => sum + h.norm() ** 2 / 2, 0); // its gradient: direct_t = h_t
 * const trace = unroll(cell, xs), direct = trace.map(({ h }) => h);
 * const { u }: Params = bptt(cell, trace, direct).dparams;
 * assert(relativeError(u, numericalGradient(E, cell.params.u)) < 1e-6);
 * const paths = jacobianPaths(cell, trace, direct); // the terms (t, k) of the same gradient
 * const terms = [1, 2, 3].flatMap((t) => [1, 2, 3].filter((k) => k <= t).map((k) => paths.term(t, k).u));
 * assert(relativeError(terms.reduce((sum, term) => sum.add(term)), u) < 1e-12);
 * ```
 */
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
