import type { Blas } from "./blas.ts";
import type { Address, Memory } from "./memory.ts";
import type { Pass } from "./pass.ts";
import { makeProduct, type Product } from "./product.ts";

/** What stands before the cell: it writes Wx x_t + b into a pass, and takes ∂E/∂ of it back to Wx and x_t. */
export interface Inputs {
  /** Where x_1 … x_T stand, T·B rows: one int32 class each, or D numbers. */
  readonly xs: Address;
  /** Writes the products of the whole pass, where that is faster than step by step. */
  prepare(): void;
  /** Writes the rows of step t. */
  step(t: number): void;
  /** ∂E/∂Wx. */
  backward(): void;
}

/** x_t as a class: Wx x_t is a row of the table Wx; −1 is a column of zeros. */
export class ClassInputs implements Inputs {
  readonly xs: Address;

  constructor(readonly pass: Pass) {
    this.xs = pass.memory.alloc(pass.extent.T * pass.extent.B);
  }

  prepare(): void {}

  step(t: number): void {
    const { memory, layout, extent, weights, inputs } = this.pass;
    const { B } = extent, { G, b } = layout, row = t * B;
    const { gatherRows } = memory.kernels;
    gatherRows(inputs + 4 * row * G, weights, this.xs + 4 * row, weights + 4 * b, B, G);
  }

  backward(): void {
    const { memory, layout, extent, gradients, dinputs } = this.pass;
    const { T, B } = extent, { d, G } = layout;
    memory.floats.fill(0, gradients / 4, gradients / 4 + d * G);
    memory.kernels.scatterRows(gradients, this.xs, dinputs, T * B, G);
  }
}

/** x_t as D numbers: one product for all steps, since none waits for another. */
export class DenseInputs implements Inputs {
  readonly xs: Address;
  /** ∂E/∂x_1 … ∂E/∂x_T after `backwardToInputs`. */
  readonly dxs: Address;
  readonly #forward: Product;
  readonly #dWx: Product;
  readonly #dx: Product;

  constructor(readonly pass: Pass, memory: Memory, blas?: Blas) {
    const { d, G } = pass.layout, R = pass.extent.T * pass.extent.B;
    this.xs = memory.alloc(R * d);
    this.dxs = memory.alloc(R * d);
    this.#forward = makeProduct(memory, { M: R, K: d, N: G }, blas);
    this.#dWx = makeProduct(memory, { M: d, K: R, N: G, aT: true }, blas);
    this.#dx = makeProduct(memory, { M: R, K: G, N: d, bT: true }, blas);
  }

  prepare(): void {
    const { memory, layout, extent, weights, inputs } = this.pass;
    const R = extent.T * extent.B;
    memory.kernels.fillRows(inputs, weights + 4 * layout.b, R, layout.G);
    this.#forward.prepare(weights);
    this.#forward.run(inputs, this.xs, true);
  }

  step(): void {}

  backward(): void {
    const { gradients, dinputs } = this.pass;
    this.#dWx.prepare(dinputs);
    this.#dWx.run(gradients, this.xs, false);
  }

  /** ∂E/∂x_t = Wxᵀ dz_t for all steps. */
  backwardToInputs(): void {
    const { weights, dinputs } = this.pass;
    this.#dx.prepare(weights);
    this.#dx.run(this.dxs, dinputs, false);
  }
}
