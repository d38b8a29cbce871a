import { checkBackward, checkOneSequence, checkStep } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { type Cell, padStateGradient, type Params, type Step, type StepGradients } from "./cell.ts";

/** The values of one time step of stacked cells. */
export interface StackedStep extends Step {
  /** The time step of each layer, the first layer first. */
  layers: Step[];
}

/**
 * Stacks cells as the layers of one cell: h of a layer is x of the next. The state has the states of all layers below
 * each other, the last layer's at the bottom, and parameters are named by layer, for example "layer1.Whh".
 * Throws RangeError if there are no cells or their sizes do not fit. At most one layer may take a context: `backward`
 * throws RangeError otherwise.
 *
 * @example
 * ```ts
 * import { LSTMCell, RNNCell, seeded, stacked } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const random = seeded(1);
 * const cell = stacked(new RNNCell(2, 3, random), new LSTMCell(3, 4, random));
 * assert.deepEqual([cell.inputSize, cell.hiddenSize, cell.stateSize], [2, 4, 3 + 2 * 4]);
 * assert.equal(cell.params["layer2.Wxf"].shape, "4×3");
 * ```
 */
export function stacked(...cells: Cell[]): Cell<StackedStep> {
  return new Stacked(cells);
}

class Stacked implements Cell<StackedStep> {
  readonly params: Params;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly stateSize: number;

  constructor(readonly cells: Cell[]) {
    if (cells.length === 0) {
      throw new RangeError("Cannot stack cells: there must be at least one, got none");
    }
    for (let n = 1; n < cells.length; n++) checkFit(cells[n - 1], cells[n], n);
    this.params = named(cells.map((cell) => cell.params));
    this.inputSize = cells[0].inputSize;
    this.hiddenSize = cells[cells.length - 1].hiddenSize;
    this.stateSize = cells.reduce((sum, cell) => sum + cell.stateSize, 0);
  }

  step(x: Matrix, statePrev: Matrix): StackedStep {
    checkStep(this, x, statePrev);
    const layers: Step[] = [];
    this.#parts(statePrev).forEach((part, n) => {
      layers.push(this.cells[n].step(n === 0 ? x : layers[n - 1].h, part));
    });
    const state = Matrix.blocks(layers.map((layer) => [layer.state]));
    return { x, statePrev, state, h: layers[layers.length - 1].h, layers };
  }

  backward(step: StackedStep, dstate: Matrix): StepGradients {
    checkBackward(step, dstate);
    const parts = this.#parts(dstate);
    const dstatePrev: Matrix[][] = [];
    const dparams: Params[] = [], dcontexts: Matrix[] = [];
    let dx: Matrix | undefined; // of the layer above, which adds to ∂E/∂h of this one
    for (let n = this.cells.length - 1; n >= 0; n--) {
      const total = dx ? parts[n].add(padStateGradient(dx, parts[n].rows)) : parts[n];
      const back = this.cells[n].backward(step.layers[n], total);
      dx = back.dx;
      dparams[n] = back.dparams;
      if (back.dcontext) dcontexts.push(back.dcontext);
      dstatePrev[n] = [back.dstatePrev];
    }
    return {
      ...{ dx: dx!, dstatePrev: Matrix.blocks(dstatePrev), dparams: named(dparams) },
      ...onlyContext(dcontexts),
    };
  }

  /**
   * The Jacobian in blocks (n, m), ∂state^n_t/∂state^m_{t−1}: 0 for m > n, the layer's own Jacobian for m = n, the path
   * up for m < n.
   */
  jacobian(step: StackedStep): Matrix {
    checkOneSequence(step);
    const grid: Matrix[][] = [];
    this.cells.forEach((cell, n) => {
      const upward = n > 0 ? inputJacobian(cell, step.layers[n]) : undefined;
      grid.push(this.cells.map((other, m) => {
        if (m > n) return new Matrix(cell.stateSize, other.stateSize);
        if (m === n) return cell.jacobian(step.layers[n]);
        const below = grid[n - 1][m]; // its last rows are ∂h^{n−1}_t/∂state^m_{t−1}
        return upward!.matmul(below.sliceRows(below.rows - cell.inputSize));
      }));
    });
    return Matrix.blocks(grid);
  }

  #parts(state: Matrix): Matrix[] {
    let start = 0;
    return this.cells.map(({ stateSize }) => state.sliceRows(start, start += stateSize));
  }
}

/** Computes ∂state_t/∂x_t row by row from `backward`; cells have no method for it, because only stacks need it. */
function inputJacobian(cell: Cell, step: Step): Matrix {
  const units = Matrix.identity(cell.stateSize);
  const rows = Array.from({ length: cell.stateSize }, (_, r) => [
    cell.backward(step, units.column(r)).dx.T,
  ]);
  return Matrix.blocks(rows);
}

/** ∂E/∂v of the one layer that takes a context. Throws RangeError if several do, because their contexts may differ. */
function onlyContext([dcontext, ...more]: Matrix[]): { dcontext?: Matrix } {
  if (more.length > 0) {
    throw new RangeError(
      `Cannot step back: at most one layer may take a context, got ${more.length + 1}`,
    );
  }
  return dcontext ? { dcontext } : {};
}

function named(layers: Params[]): Params {
  return Object.fromEntries(
    layers.flatMap((params, n) =>
      Object.entries(params).map(([name, W]) => [`layer${n + 1}.${name}`, W])
    ),
  );
}

function checkFit(lower: Cell, upper: Cell, n: number): void {
  if (lower.hiddenSize !== upper.inputSize) {
    throw new RangeError(
      `Cannot stack layer ${n + 1}: inputSize must be ${lower.hiddenSize}, got ${upper.inputSize}`,
    );
  }
}
