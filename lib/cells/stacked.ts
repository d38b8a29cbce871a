import { Matrix } from "../matrix.ts";
import {
  type Cell,
  checkBackward,
  checkOneSequence,
  checkStep,
  padStateGradient,
  type Params,
  type Step,
  type StepGradients,
} from "./cell.ts";

/** A tick of a stack. */
export interface StackedStep extends Step {
  /** The ticks of its layers, lowest first. */
  layers: Step[];
}

/**
 * Layers as one cell: the h of one is the x of the next, the states stand on each other, the last cell's lowest.
 * Weights are named by layer, "layer1.Whh"; one layer may see a context. Throws RangeError where one layer's h is not the next
 * one's x in size, and on the way back where several layers see a context.
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
    if (cells.length === 0) throw new RangeError("Cannot stack no cells");
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
    let dx: Matrix | undefined; // ∂E/∂x of the layer above, which is ∂E/∂h of this one
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

  /** Block (n, m) is ∂state^n_t/∂state^m_{t−1}: zero above the diagonal, the layer's own Jacobian on it, the way up below it. */
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

/** ∂state_t/∂x_t, row by row from `backward`: the contract has no such method, since only stacks need it. */
function inputJacobian(cell: Cell, step: Step): Matrix {
  const units = Matrix.identity(cell.stateSize);
  const rows = Array.from({ length: cell.stateSize }, (_, r) => [
    cell.backward(step, units.column(r)).dx.T,
  ]);
  return Matrix.blocks(rows);
}

/** ∂E/∂v of the one layer that sees a context; several may see different ones, and there is one place for it. */
function onlyContext([dcontext, ...more]: Matrix[]): { dcontext?: Matrix } {
  if (more.length > 0) {
    throw new RangeError(`Cannot step back: ${more.length + 1} layers see a context, one may`);
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
      `Cannot stack layer ${
        n + 1
      } on layer ${n}: it takes ${upper.inputSize} inputs, not ${lower.hiddenSize}`,
    );
  }
}
