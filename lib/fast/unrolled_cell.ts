import type { Cell, Params, Step } from "../cells/cell.ts";
import { checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { oneHot } from "../vocabulary.ts";
import { openBlas } from "./blas.ts";
import { makeLayer } from "./cell_layers.ts";
import { checkOverflow, checkWeights } from "./float32.ts";
import { ClassInputs, DenseInputs } from "./inputs.ts";
import { cellKind, type Layout, makeLayout, pack, unpack } from "./layout.ts";
import { type Address, Memory } from "./memory.ts";
import type { RecurrentLayer } from "./recurrent_layer.ts";
import { readColumns, writeColumns } from "./transfer.ts";

/** Classes by step and sequence; null is a column of zeros, for example after the end of a short sequence. */
export type ClassSteps = (number | null)[][];

/** Gradients that the fast engine's `bptt` returns; each has the shape of what it belongs to. */
export interface FastGradients<P extends Params = Params> {
  /** ∂E/∂params, summed over time and batch. */
  dparams: P;
  /** ∂E/∂x_t for each step; absent if the inputs are classes. */
  dxs?: Matrix[];
  /** ∂E/∂state_0. */
  dstate0: Matrix;
}

/** A cell unrolled over T steps of B sequences, with the memory that it needs; every batch of that shape uses it again. */
export class UnrolledCell {
  readonly #memory = new Memory();
  readonly #layout: Layout;
  readonly #weights: Address;
  readonly #gradients: Address;
  readonly #layer: RecurrentLayer;
  readonly #inputs: ClassInputs | DenseInputs;
  readonly #block: number; // bytes of one step in the layer's h and c
  #trace?: Step[];

  /** `dense` says that the inputs are matrices rather than classes; throws RangeError for a cell without kernels. */
  constructor(
    readonly cell: Cell,
    readonly T: number,
    readonly B: number,
    readonly dense: boolean,
    usesBlas: boolean,
  ) {
    const { inputSize: D, hiddenSize: H } = cell, memory = this.#memory, shape = { T, B };
    const layout = makeLayout({ kind: cellKind(cell), D, H, V: 0 });
    this.#layout = layout;
    this.#block = 4 * B * layout.h;
    this.#weights = memory.alloc(layout.size);
    this.#gradients = memory.alloc(layout.size);
    const blas = usesBlas ? openBlas(memory) : undefined;
    this.#layer = makeLayer(memory, layout, shape, this.#weights, this.#gradients, blas);
    this.#inputs = dense
      ? new DenseInputs(this.#layer, memory, blas)
      : new ClassInputs(this.#layer);
  }

  /** Returns true if the memory still contains this trace. */
  has(trace: Step[]): boolean {
    return this.#trace === trace;
  }

  /** Runs all steps forward from state_0. */
  unroll(xs: Matrix[] | ClassSteps, state0: Matrix): Step[] {
    const memory = this.#memory;
    pack(this.#layout, this.cell.params, memory.view(this.#weights, this.#layout.size));
    xs.forEach((x, t) => this.#writeInput(x, t));
    this.#writeState(this.#layer.hs, this.#layer.cs, state0);
    this.#inputs.prepare();
    this.#layer.forward((t) => this.#inputs.step(t));
    return this.#trace = this.#readTrace(xs, state0);
  }

  /** Runs all steps backward from direct[t] = ∂E_t/∂state_t, which overwrites the trace. */
  backward(direct: Matrix[]): FastGradients {
    const layer = this.#layer, inputs = this.#inputs;
    direct.forEach((dstate, t) => {
      const at = (t + 1) * this.#block;
      this.#writeState(layer.dhs + at, layer.dcs && layer.dcs + at, dstate);
    });
    layer.directC = true;
    layer.backward(true);
    inputs.backward();
    this.#trace = undefined;
    const dparams = unpack(this.#layout, this.#memory.view(this.#gradients, this.#layout.size));
    const dstate0 = this.#readState(layer.dhs, layer.dcs);
    if (!(inputs instanceof DenseInputs)) return { dparams, dstate0 };
    return { dparams, dstate0, dxs: this.#readInputGradients(inputs) };
  }

  #readInputGradients(inputs: DenseInputs): Matrix[] {
    const { D, d } = this.#layout, { B, T } = this;
    inputs.backwardToInputs();
    return Array.from(
      { length: T },
      (_, t) => readColumns(this.#memory, inputs.dxs + 4 * t * B * d, D, B, d),
    );
  }

  #writeInput(x: Matrix | (number | null)[], t: number): void {
    const { xs } = this.#inputs, B = this.B, d = this.#layout.d;
    if (x instanceof Matrix) return writeColumns(this.#memory, xs + 4 * t * B * d, x, d);
    x.forEach((index, b) => this.#memory.ints[xs / 4 + t * B + b] = index ?? -1);
  }

  #writeState(h: Address, c: Address, state: Matrix): void {
    const { H, h: width } = this.#layout;
    writeColumns(this.#memory, h, state.sliceRows(state.rows - H), width);
    if (c) writeColumns(this.#memory, c, state.sliceRows(0, H), width);
  }

  #readState(h: Address, c: Address): Matrix {
    const { H, h: width } = this.#layout;
    const state = readColumns(this.#memory, h, H, this.B, width);
    return c ? Matrix.blocks([[readColumns(this.#memory, c, H, this.B, width)], [state]]) : state;
  }

  #readTrace(xs: Matrix[] | ClassSteps, state0: Matrix): Step[] {
    const { hs, cs } = this.#layer;
    let statePrev = state0;
    return xs.map((input, t) => {
      const at = (t + 1) * this.#block, state = this.#readState(hs + at, cs && cs + at);
      const x = toColumns(input, this.cell.inputSize);
      const step = { x, statePrev, state, h: state.sliceRows(state.rows - this.#layout.H) };
      statePrev = state;
      return step;
    });
  }
}

/**
 * Throws RangeError unless the inputs and the initial state have the cell's shapes and classes, and are finite, also in
 * float32.
 */
export function checkSequence(cell: Cell, xs: Matrix[] | ClassSteps, state0: Matrix): void {
  if (xs.length === 0) throw new RangeError("Cannot unroll an empty sequence");
  xs.forEach((x, t) => checkStep(cell, toColumns(x, cell.inputSize), state0, t + 1));
  checkWeights(cell.params);
  checkOverflow(state0, "state_0");
  xs.forEach((x, t) => x instanceof Matrix && checkOverflow(x, `x_${t + 1}`));
}

/** Returns a matrix as it is, and classes as one-hot columns, with zeros for null. */
function toColumns(x: Matrix | (number | null)[], size: number): Matrix {
  if (x instanceof Matrix) return x;
  return Matrix.blocks([x.map((c) => c === null ? new Matrix(size, 1) : oneHot(c, size))]);
}
