import { checkBackward, checkFinite, checkOneSequence, checkSizes, checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { gradients } from "./gradients.ts";
import { Value } from "./value.ts";
import type { Cell, Params, Step, StepGradients } from "../cells/cell.ts";

/** The weights as values of a tape. */
export type ParamValues<P extends Params = Params> = { [name in keyof P]: Value };

/** What a tick gives: state_t, alone or among named intermediates. */
export type StepResult = Value | ({ state: Value } & Record<string, Value>);

/** One tick on the tape: weights, x_t, state_{t−1} and, where the cell sees one, the context v give state_t. */
export type StepFunction<P extends Params = Params> = (
  params: ParamValues<P>,
  x: Value,
  statePrev: Value,
  context?: Value,
) => StepResult;

/** The sizes of a cell; the state is h alone unless said otherwise, and h its last rows. */
export interface TapeSizes {
  /** The rows of x_t. */
  inputSize: number;
  /** The rows of h_t. */
  hiddenSize: number;
  /** The rows of state_t; hiddenSize unless given. */
  stateSize?: number;
  /** The rows of the context, where the cell sees one. */
  contextSize?: number;
}

/** A tick with the values it was made of, and the tick's named intermediates as matrices. */
export interface TapeStep extends Step {
  /** What the tick named, such as gates or attention. */
  readonly named: Record<string, Matrix>;
  /** The values on the tape that it was made of. */
  readonly values: {
    params: ParamValues;
    x: Value;
    statePrev: Value;
    context?: Value;
    state: Value;
  };
}

/** A cell whose tick is written on the tape; `seeing(v)` gives the one that looks at a context. */
export interface TapeCell<P extends Params = Params> extends Cell<TapeStep, P> {
  /** The same weights, looking at the context v (contextSize × batch); throws RangeError where v doesn't fit or holds NaN. */
  withContext(v: Matrix): TapeCell<P>;
}

/**
 * A cell whose tick is written on the tape: its way back and its Jacobian are the tape's, so that `unroll`, `bptt` and
 * `jacobianPaths` work on it as on the cells written by hand. Throws RangeError for sizes, shapes and values that don't fit.
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
      throw new RangeError(`Cannot take h of ${hiddenSize} rows from a state of ${stateSize}`);
    }
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.stateSize = stateSize;
  }

  withContext(v: Matrix): TapeCell<P> {
    if (v.rows !== this.sizes.contextSize) {
      const asked = this.sizes.contextSize ?? "no";
      throw new RangeError(`Cannot see ${v.shape}: the context has ${asked} rows`);
    }
    checkFinite(v, "v");
    return new RecordedCell(this.stepFunction, this.params, this.sizes, v);
  }

  step(x: Matrix, statePrev: Matrix): TapeStep {
    checkStep(this, x, statePrev);
    const params = toValues(this.params), [xs, prev] = [x, statePrev].map((A) => new Value(A));
    const context = this.context && new Value(this.context);
    const ticked = this.stepFunction(params, xs, prev, context);
    const { state, ...named } = ticked instanceof Value ? { state: ticked } : ticked;
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

  /** Row i of ∂state_t/∂state_{t−1} is the gradient of state_t's entry i. */
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
      `Cannot step: the tick gives a state of ${matrix.shape}, the one before is ${statePrev.shape}`,
    );
  }
}

/** Weights as leaves of a tape. */
export function toValues<P extends Params>(params: P): ParamValues<P> {
  const values = Object.entries(params).map(([name, W]) => [name, new Value(W)]);
  return Object.fromEntries(values) as ParamValues<P>;
}

function matricesOf(values: Record<string, Value>): Record<string, Matrix> {
  return Object.fromEntries(Object.entries(values).map(([name, { matrix }]) => [name, matrix]));
}
