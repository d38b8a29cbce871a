import { checkFinite } from "../loss.ts";
import { Matrix } from "../matrix.ts";

/** Named matrices: the weights of a cell, or the gradients of those weights. */
export type Params = Record<string, Matrix>;

/** One tick as data: the input, the state before and after, and h, which the readout sees; a cell adds its own names. */
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

/** What a gradient becomes on its way back through one tick; each has the shape of what it belongs to. */
export interface StepGradients<P extends Params = Params> {
  /** ∂E/∂x_t. */
  dx: Matrix;
  /** ∂E/∂state_{t−1}. */
  dstatePrev: Matrix;
  /** ∂E/∂params by this tick alone, summed over the batch. */
  dparams: P;
  /** ∂E/∂v by this tick alone, for a cell that sees a context v. */
  dcontext?: Matrix;
}

/** A recurrent cell: it knows one tick; time lives in `unroll`, `bptt` and `jacobianPaths`. */
export interface Cell<S extends Step = Step, P extends Params = Params> {
  /** The weights by their names in the equation. */
  readonly params: P;
  /** The rows of x_t. */
  readonly inputSize: number;
  /** The rows of h_t, which the readout sees. */
  readonly hiddenSize: number;
  /** The rows of state_t: h_t, and what a cell keeps above it. */
  readonly stateSize: number;
  /** One tick forward: x_t and state_{t−1} give state_t. */
  step(x: Matrix, statePrev: Matrix): S;
  /** One tick back: ∂E/∂state_t gives ∂E/∂x_t, ∂E/∂state_{t−1} and ∂E/∂params. */
  backward(step: S, dstate: Matrix): StepGradients<P>;
  /** ∂state_t/∂state_{t−1}, stateSize × stateSize; throws RangeError unless the batch is 1. */
  jacobian(step: S): Matrix;
}

/** The sizes of a cell, for its checks. */
type Sizes = Pick<Cell, "inputSize" | "stateSize">;

/**
 * Throws RangeError where x_t or state_{t−1} has the wrong shape or holds NaN or infinity.
 * With t given, the sentence names the step: "x_7 holds NaN".
 */
export function checkStep(cell: Sizes, x: Matrix, statePrev: Matrix, t?: number): void {
  const xName = t === undefined ? "x" : `x_${t}`;
  const stateName = t === undefined ? "statePrev" : `state_${t - 1}`;
  if (x.rows !== cell.inputSize) {
    throw new RangeError(
      `Cannot step: ${xName} is ${x.shape}, the cell takes ${cell.inputSize} rows`,
    );
  }
  if (statePrev.rows !== cell.stateSize) {
    throw new RangeError(
      `Cannot step: ${stateName} is ${statePrev.shape}, the state has ${cell.stateSize} rows`,
    );
  }
  if (x.cols !== statePrev.cols) {
    throw new RangeError(
      `Cannot step: ${xName} is ${x.shape} and ${stateName} is ${statePrev.shape}, of another batch`,
    );
  }
  checkFinite(x, xName);
  checkFinite(statePrev, stateName);
}

/** ∂E/∂state (`rows` of them) of a loss that sees h alone, its last rows: zeros above ∂E/∂h. */
export function padStateGradient(dh: Matrix, rows: number): Matrix {
  return Matrix.blocks([[new Matrix(rows - dh.rows, dh.cols)], [dh]]);
}

/** Throws RangeError where ∂E/∂state_t has another shape than state_t. */
export function checkBackward(step: Step, dstate: Matrix): void {
  if (dstate.rows !== step.state.rows || dstate.cols !== step.state.cols) {
    throw new RangeError(
      `Cannot step back: dstate is ${dstate.shape}, the state is ${step.state.shape}`,
    );
  }
}

/** Throws RangeError unless the step is of one sequence: a Jacobian belongs to one. */
export function checkOneSequence(step: Step): void {
  if (step.state.cols !== 1) {
    throw new RangeError(
      `Cannot take the Jacobian of a batch of ${step.state.cols}: it belongs to one sequence`,
    );
  }
}

/** Throws RangeError unless every size is a whole number above zero. */
export function checkSizes(...sizes: number[]): void {
  const bad = sizes.find((size) => !Number.isInteger(size) || size < 1);
  if (bad !== undefined) throw new RangeError(`Cannot make a layer of size ${bad}`);
}

/** The sum of two records of gradients with the same names. */
export function addParams<P extends Params>(a: P, b: P): P {
  const sums = Object.keys(a).map((name) => [name, a[name].add(b[name])]);
  return Object.fromEntries(sums) as P;
}

/** A record of zeros with the names and shapes of params. */
export function zerosLike<P extends Params>(params: P): P {
  const zeros = Object.entries(params).map(([name, { rows, cols }]) => [
    name,
    new Matrix(rows, cols),
  ]);
  return Object.fromEntries(zeros) as P;
}
