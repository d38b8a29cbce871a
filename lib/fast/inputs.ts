import type { Blas } from "./blas.ts";
import type { Address, Memory } from "./memory.ts";
import { makeProduct, type Product } from "./product.ts";
import type { RecurrentLayer } from "./recurrent_layer.ts";

/** Input projection of a layer: writes x_t Wx + b into its `inputs` and computes ∂E/∂Wx from its `dinputs`. */
export interface Inputs {
  /** x_1 … x_T, T·B rows: one int32 class each, or D floats. */
  readonly xs: Address;
  /** Computes the products of all steps at once, if that is faster than step by step. */
  prepare(): void;
  /** Computes the product of step t, unless `prepare` did. */
  step(t: number): void;
  /** Computes ∂E/∂Wx. */
  backward(): void;
}

/** Inputs as classes: x_t Wx is a row of the table Wx, or zeros for class −1. */
export class ClassInputs implements Inputs {
  readonly xs: Address;

  constructor(readonly layer: RecurrentLayer) {
    this.xs = layer.memory.alloc(layer.shape.T * layer.shape.B);
  }

  prepare(): void {}

  step(t: number): void {
    const { memory, layout: { G, b }, shape: { B }, weights, inputs } = this.layer, row = t * B;
    const { gatherRows } = memory.kernels;
    gatherRows(inputs + 4 * row * G, weights, this.xs + 4 * row, weights + 4 * b, B, G);
  }

  backward(): void {
    const { memory, layout: { d, G }, shape: { T, B }, gradients, dinputs } = this.layer;
    memory.floats.fill(0, gradients / 4, gradients / 4 + d * G);
    memory.kernels.scatterRows(gradients, this.xs, dinputs, T * B, G);
  }
}

/** Inputs as vectors of D numbers: one product for all steps, since no step depends on another. */
export class DenseInputs implements Inputs {
  readonly xs: Address;
  /** ∂E/∂x_1 … ∂E/∂x_T, after `backwardToInputs`. */
  readonly dxs: Address;
  readonly #forward: Product;
  readonly #dWx: Product;
  readonly #dx: Product;

  constructor(readonly layer: RecurrentLayer, memory: Memory, blas?: Blas) {
    const { d, G } = layer.layout, rows = layer.shape.T * layer.shape.B;
    this.xs = memory.alloc(rows * d);
    this.dxs = memory.alloc(rows * d);
    this.#forward = makeProduct(memory, { M: rows, K: d, N: G }, blas);
    this.#dWx = makeProduct(memory, { M: d, K: rows, N: G, aT: true }, blas);
    this.#dx = makeProduct(memory, { M: rows, K: G, N: d, bT: true }, blas);
  }

  prepare(): void {
    const { memory, layout: { b, G }, shape: { T, B }, weights, inputs } = this.layer;
    memory.kernels.fillRows(inputs, weights + 4 * b, T * B, G);
    this.#forward.prepare(weights);
    this.#forward.run(inputs, this.xs, true);
  }

  step(): void {}

  backward(): void {
    const { gradients, dinputs } = this.layer;
    this.#dWx.prepare(dinputs);
    this.#dWx.run(gradients, this.xs, false);
  }

  /** Computes ∂E/∂x_t = dz_t Wxᵀ for all steps. */
  backwardToInputs(): void {
    const { weights, dinputs } = this.layer;
    this.#dx.prepare(weights);
    this.#dx.run(this.dxs, dinputs, false);
  }
}
