import type { Cell, Params, Step } from "../cells/cell.ts";
import { checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { oneHot } from "../vocabulary.ts";
import { openBlas } from "./blas.ts";
import { ClassInputs, DenseInputs } from "./inputs.ts";
import { cellKind, type Layout, makeLayout, pack, unpack } from "./layout.ts";
import { type Address, Memory } from "./memory.ts";
import type { Pass } from "./pass.ts";
import { makePass } from "./passes.ts";
import { readColumns, writeColumns } from "./transfer.ts";

/** The classes of each step, one for each sequence; null is a column of zeros, as behind the end of a short sequence. */
export type ClassSteps = (number | null)[][];

/** What `bptt` of the fast engine gives. */
export interface FastGradients<P extends Params = Params> {
  /** ∂E/∂params, summed over time and batch. */
  dparams: P;
  /** ∂E/∂x_t for each step; not for inputs that are classes. */
  dxs?: Matrix[];
  /** ∂E/∂state_0. */
  dstate0: Matrix;
}

/** One cell over one shape of input, with the room that it needs: used again for every sequence of that shape. */
export class Sequence {
  readonly #memory = new Memory();
  readonly #layout: Layout;
  readonly #weights: Address;
  readonly #gradients: Address;
  readonly #pass: Pass;
  readonly #inputs: ClassInputs | DenseInputs;
  /** The trace that the memory holds at present. */
  #trace?: Step[];

  constructor(
    readonly cell: Cell,
    readonly T: number,
    readonly B: number,
    readonly dense: boolean,
    usesBlas: boolean,
  ) {
    const { inputSize: D, hiddenSize: H } = cell, memory = this.#memory;
    this.#layout = makeLayout({ kind: cellKind(cell), D, H, V: 0 });
    this.#weights = memory.alloc(this.#layout.size);
    this.#gradients = memory.alloc(this.#layout.size);
    const blas = usesBlas ? openBlas(memory) : undefined;
    this.#pass = makePass(memory, this.#layout, { T, B }, this.#weights, this.#gradients, blas);
    this.#inputs = dense ? new DenseInputs(this.#pass, memory, blas) : new ClassInputs(this.#pass);
  }

  /** Whether the memory still holds this trace. */
  holds(trace: Step[]): boolean {
    return this.#trace === trace;
  }

  /** All steps forward. */
  unroll(xs: Matrix[] | ClassSteps, state0: Matrix): Step[] {
    const memory = this.#memory;
    pack(this.#layout, this.cell.params, memory.view(this.#weights, this.#layout.size));
    xs.forEach((x, t) => this.#writeInput(x, t));
    this.#writeState(this.#pass.hs, this.#pass.cs, state0);
    this.#inputs.prepare();
    this.#pass.forward((t) => this.#inputs.step(t));
    const trace = this.#readTrace(xs, state0);
    this.#trace = trace;
    return trace;
  }

  /** All steps back from ∂E_t/∂state_t. */
  backward(direct: Matrix[]): FastGradients {
    const pass = this.#pass, hBlock = 4 * this.B * this.#layout.h;
    direct.forEach((dstate, t) => {
      const at = (t + 1) * hBlock;
      this.#writeState(pass.dhs + at, pass.dcs && pass.dcs + at, dstate);
    });
    pass.directC = true;
    pass.backward(true);
    this.#inputs.backward();
    this.#trace = undefined; // the way back has used it up
    const dparams = unpack(this.#layout, this.#memory.view(this.#gradients, this.#layout.size));
    const dstate0 = this.#readState(pass.dhs, pass.dcs);
    return this.#inputs instanceof DenseInputs
      ? { dparams, dstate0, dxs: this.#readInputGradients(this.#inputs) }
      : { dparams, dstate0 };
  }

  #readInputGradients(inputs: DenseInputs): Matrix[] {
    const { D, d } = this.#layout, B = this.B;
    inputs.backwardToInputs();
    return Array.from(
      { length: this.T },
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
    const { H } = this.#layout, pass = this.#pass, block = 4 * this.B * this.#layout.h;
    let statePrev = state0;
    return xs.map((given, t) => {
      const at = (t + 1) * block;
      const state = this.#readState(pass.hs + at, pass.cs && pass.cs + at);
      const x = given instanceof Matrix ? given : classColumns(given, this.cell.inputSize);
      const step = { x, statePrev, state, h: state.sliceRows(state.rows - H) };
      statePrev = state;
      return step;
    });
  }
}

/** Throws RangeError unless inputs and first state fit the cell: shapes, classes, NaN or infinity. */
export function checkSequence(cell: Cell, xs: Matrix[] | ClassSteps, state0: Matrix): void {
  if (xs.length === 0) throw new RangeError("Cannot unroll an empty sequence");
  xs.forEach((x, n) => {
    const column = x instanceof Matrix ? x : classColumns(x, cell.inputSize);
    checkStep(cell, column, state0, n + 1);
  });
}

/** One column for each class, zeros for null. */
function classColumns(classes: (number | null)[], size: number): Matrix {
  const column = (index: number | null) =>
    index === null ? new Matrix(size, 1) : oneHot(index, size);
  return Matrix.blocks([classes.map(column)]);
}
