import { NEGLIGIBLE } from "../training/regularizer.ts";
import type { Blas } from "./blas.ts";
import type { Address } from "./memory.ts";
import { makeProduct, type Product } from "./product.ts";
import type { RecurrentLayer } from "./recurrent_layer.ts";

/** Gradient α ∂Ω/∂Whh of an RNN layer, with Ω of Pascanu et al. (2013) as `omega` in lib/training/regularizer.ts defines it. */
export class Regularizer {
  readonly #dhPrevs: Address;
  readonly #before: Address;
  readonly #after: Address;
  readonly #toDhPrev: Product;
  readonly #dWh: Product;

  /** Makes the layer keep its total gradients ∂E/∂h_t, which Ω needs; `weight` is α. */
  constructor(readonly layer: RecurrentLayer, readonly weight: number, blas?: Blas) {
    const { memory, layout: { h }, shape: { T, B } } = layer, rows = T * B;
    layer.keepTotals();
    this.#dhPrevs = memory.alloc(rows * h);
    this.#before = memory.alloc(rows);
    this.#after = memory.alloc(rows);
    this.#toDhPrev = makeProduct(memory, { M: rows, K: h, N: h, bT: true }, blas);
    this.#dWh = makeProduct(memory, { M: h, K: rows, N: h, aT: true }, blas);
  }

  /** Adds α ∂Ω/∂Whh to the layer's gradients; call it after the layer's `backward`. */
  backward(): void {
    const { memory, layout: { h, Wh }, shape, weights, gradients, dinputs: dzs } = this.layer;
    const { kernels } = memory, rows = shape.T * shape.B;
    this.#toDhPrev.prepare(weights + 4 * Wh);
    this.#toDhPrev.run(this.#dhPrevs, dzs, false);
    kernels.squareRows(this.#before, this.layer.totals, rows, h);
    kernels.squareRows(this.#after, this.#dhPrevs, rows, h);
    this.#writeFactors(rows);
    kernels.scaleRows(this.#dhPrevs, this.#dhPrevs, this.#after, rows, h);
    this.#dWh.prepare(dzs);
    this.#dWh.run(gradients + 4 * Wh, this.#dhPrevs, true);
  }

  /** Replaces ‖dhPrev‖² of each row by the factor of that row, 4 α (‖dhPrev‖² / ‖dh‖² − 1) / ‖dh‖² / count. */
  #writeFactors(rows: number): void {
    const { floats } = this.layer.memory, before = this.#before / 4, after = this.#after / 4;
    let count = 0;
    for (let r = 0; r < rows; r++) if (floats[before + r] >= NEGLIGIBLE) count++;
    for (let r = 0; r < rows; r++) {
      const square = floats[before + r], gap = floats[after + r] / square - 1;
      floats[after + r] = square >= NEGLIGIBLE ? 4 * this.weight * gap / square / count : 0;
    }
  }
}
