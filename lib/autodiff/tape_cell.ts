import { checkBackward, checkFinite, checkOneSequence, checkSizes, checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { gradients } from "./gradients.ts";
import { Value } from "./value.ts";
import type { Cell, Params, Step, StepGradients } from "../cells/cell.ts";

/** Weights as values of a tape. */
export type ParamValues<P extends Params = Params> = { [name in keyof P]: Value };

/** The result of a step function: state_t, alone or among named intermediates. */
export type StepResult = Value | ({ state: Value } & Record<string, Value>);

/** Computes state_t on the tape from the weights, x_t, state_{t−1} and, if the cell has one, the context v. */
export type StepFunction<P extends Params = Params> = (
  params: ParamValues<P>,
  x: Value,
  statePrev: Value,
  context?: Value,
) => StepResult;

/** The sizes of a cell. h_t is the last hiddenSize rows of state_t, by default all of them. */
export interface TapeSizes {
  /** The rows of x_t. */
  inputSize: number;
  /** The rows of h_t. */
  hiddenSize: number;
  /** The rows of state_t; hiddenSize unless given. */
  stateSize?: number;
  /** The rows of the context v, if the cell has one. */
  contextSize?: number;
}

/** A time step with its values on the tape and its named intermediates. */
export interface TapeStep extends Step {
  /** The named intermediates of the step function, such as gates or attention weights. */
  readonly named: Record<string, Matrix>;
  /** The values of the step on the tape, for `gradients`. */
  readonly values: {
    params: ParamValues;
    x: Value;
    statePrev: Value;
    context?: Value;
    state: Value;
  };
}

/** A cell whose step function is recorded on the tape. */
export interface TapeCell<P extends Params = Params> extends Cell<TapeStep, P> {
  /** Returns a cell with the same weights and the context v (contextSize × batch); throws RangeError if v doesn't fit or isn't finite. */
  withContext(v: Matrix): TapeCell<P>;
}

/**
 * Creates a cell from a step function on the tape. Automatic differentiation gives its backward pass and its Jacobian, so
 * you write neither, and `unroll`, `bptt`, `jacobianPaths` and `train` work on it as on the cells with handwritten
 * gradients. The fast engine does not train it. Throws RangeError for sizes,
 * shapes and values that don't fit.
 */
export function tapeCell<P extends Params>(
  step: StepFunction<P>,
  params: P,
  sizes: TapeSizes,
): TapeCell<P> {
  return new RecordedCell(step, params, sizes);
}

class RecordedCell<P extends Params> implements TapeCell<P> {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  constructor(
    readonly stepFunction: StepFunction<P>,
    readonly params: P,
    readonly sizes: TapeSizes,
    readonly context?: Matrix,
  ) {
    const { inputSize, hiddenSize, stateSize = hiddenSize } = sizes;
    checkSizes({ inputSize, hiddenSize, stateSize });
    if (stateSize < hiddenSize) {
      throw new RangeError(
        `Cannot create a cell: stateSize must be at least ${hiddenSize}, got ${stateSize}`,
      );
    }
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stateSize = stateSize;
  }

  withContext(v: Matrix): TapeCell<P> {
    if (v.rows !== this.sizes.contextSize) {
      const expected = this.sizes.contextSize ?? "no";
      throw new RangeError(`Cannot use ${v.shape} as context: expected ${expected} rows`);
    }
    checkFinite(v, "v");
    return new RecordedCell(this.stepFunction, this.params, this.sizes, v);
  }

  step(x: Matrix, statePrev: Matrix): TapeStep {
    checkStep(this, x, statePrev);
    const params = toValues(this.params), [xs, prev] = [x, statePrev].map((A) => new Value(A));
    const context = this.context && new Value(this.context);
    const result = this.stepFunction(params, xs, prev, context);
    const { state, ...named } = result instanceof Value ? { state: result } : result;
    this.#checkState(state, statePrev);
    const h = state.matrix.sliceRows(this.stateSize - this.hiddenSize);
    const values = { params, x: xs, statePrev: prev, state, ...(context && { context }) };
    return { x, statePrev, state: state.matrix, h, named: matricesOf(named), values };
  }

  backward(step: TapeStep, dstate: Matrix): StepGradients<P> {
    checkBackward(step, dstate);
    const { params, x, statePrev, context, state } = step.values;
    const found = gradients(state, dstate);
    const of = (value: Value) => found.get(value) ?? new Matrix(value.rows, value.cols);
    const dparams = Object.entries(params).map(([name, value]) => [name, of(value)]);
    return {
      dx: of(x),
      dstatePrev: of(statePrev),
      dparams: Object.fromEntries(dparams) as P,
      ...(context && { dcontext: of(context) }),
    };
  }

  /** Computes ∂state_t/∂state_{t−1}; row i is the gradient of entry i of state_t. */
  jacobian(step: TapeStep): Matrix {
    checkOneSequence(step);
    const units = Matrix.identity(this.stateSize);
    return Matrix.blocks(
      Array.from({ length: this.stateSize }, (_, i) => [
        this.backward(step, units.column(i)).dstatePrev.T,
      ]),
    );
  }

  #checkState({ matrix }: Value, statePrev: Matrix): void {
    if (matrix.shape === statePrev.shape) return;
    throw new RangeError(
      `Cannot step: the new state must be ${statePrev.shape}, got ${matrix.shape}`,
    );
  }
}

/** Returns weights as leaves of a tape. */
export function toValues<P extends Params>(params: P): ParamValues<P> {
  const values = Object.entries(params).map(([name, W]) => [name, new Value(W)]);
  return Object.fromEntries(values) as ParamValues<P>;
}

function matricesOf(values: Record<string, Value>): Record<string, Matrix> {
  return Object.fromEntries(Object.entries(values).map(([name, { matrix }]) => [name, matrix]));
}
