import { NEGLIGIBLE } from "../training/regularizer.ts";
import type { Blas } from "./blas.ts";
import type { Address } from "./memory.ts";
import type { Pass } from "./pass.ts";
import { makeProduct, type Product } from "./product.ts";

/** α ∂Ω/∂Whh of an RNN's pass, as `omega` of the library defines Ω; it needs the pass's totals and its dz. */
export class Regularizer {
  readonly #dhPrevs: Address;
  readonly #before: Address;
  readonly #after: Address;
  readonly #back: Product;
  readonly #dWh: Product;

  constructor(readonly pass: Pass, readonly weight: number, blas?: Blas) {
    const { memory, layout: { h }, extent: { T, B } } = pass, rows = T * B;
    pass.keepTotals();
    this.#dhPrevs = memory.alloc(rows * h);
    this.#before = memory.alloc(rows);
    this.#after = memory.alloc(rows);
    this.#back = makeProduct(memory, { M: rows, K: h, N: h, bT: true }, blas);
    this.#dWh = makeProduct(memory, { M: h, K: rows, N: h, aT: true }, blas);
  }

  /** Adds α ∂Ω/∂Whh to the pass's gradients; after its way back. Row r of all is one sequence at one step. */
  backward(): void {
    const { memory, layout: { h, Wh }, extent, weights, gradients, dinputs: dzs } = this.pass;
    const { kernels } = memory, rows = extent.T * extent.B;
    this.#back.prepare(weights + 4 * Wh);
    this.#back.run(this.#dhPrevs, dzs, false);
    kernels.squareRows(this.#before, this.pass.totals, rows, h);
    kernels.squareRows(this.#after, this.#dhPrevs, rows, h);
    this.#writeFactors(rows);
    kernels.scaleRows(this.#dhPrevs, this.#dhPrevs, this.#after, rows, h);
    this.#dWh.prepare(dzs);
    this.#dWh.run(gradients + 4 * Wh, this.#dhPrevs, true);
  }

  /** In the place of ‖dhPrev‖²: what each row of dhPrev is multiplied by, 4 α (ratio − 1) / ‖dh‖² / count. */
  #writeFactors(rows: number): void {
    const { floats } = this.pass.memory, before = this.#before / 4, after = this.#after / 4;
    let count = 0;
    for (let r = 0; r < rows; r++) if (floats[before + r] >= NEGLIGIBLE) count++;
    for (let r = 0; r < rows; r++) {
      const square = floats[before + r], gap = floats[after + r] / square - 1;
      floats[after + r] = square >= NEGLIGIBLE ? 4 * this.weight * gap / square / count : 0;
    }
  }
}
