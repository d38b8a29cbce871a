import type { Blas } from "./blas.ts";
import type { Layout } from "./layout.ts";
import type { Address, Memory } from "./memory.ts";
import { makeProduct, type Product } from "./product.ts";

/** Shape of a batch: T time steps of B sequences. */
export interface BatchShape {
  T: number;
  B: number;
}

/**
 * A cell unrolled over T steps of B sequences, forward and backward. A row is one sequence at one step: the rows of
 * step t (from 0) are t·B … t·B + B − 1. `hs` starts with one more block, h_0, so block t + 1 of `hs` and `dhs` belongs to
 * step t.
 */
export abstract class RecurrentLayer {
  /** h_0 … h_T, (T + 1)·B rows of h floats. */
  readonly hs: Address;
  /** ∂E/∂h_0 … ∂E/∂h_T, laid out like `hs`: before `backward` only what enters directly, afterwards overwritten. */
  readonly dhs: Address;
  /** Bytes of one step in `hs` and in rows of G floats. */
  protected readonly hBlock: number;
  protected readonly gBlock: number;
  protected readonly forwardProduct: Product;
  protected readonly backwardProduct: Product;
  readonly #dWh: Product;

  constructor(
    readonly memory: Memory,
    readonly layout: Layout,
    readonly shape: BatchShape,
    readonly weights: Address,
    readonly gradients: Address,
    blas?: Blas,
  ) {
    const { h, G } = layout, { T, B } = shape;
    this.hBlock = 4 * B * h;
    this.gBlock = 4 * B * G;
    this.hs = memory.alloc((T + 1) * B * h);
    this.dhs = memory.alloc((T + 1) * B * h);
    this.forwardProduct = makeProduct(memory, { M: B, K: h, N: G }, blas);
    this.backwardProduct = makeProduct(memory, { M: B, K: G, N: h, bT: true }, blas);
    this.#dWh = makeProduct(memory, { M: h, K: T * B, N: G, aT: true }, blas);
  }

  /** Destination of the input products x_t Wx + b: T·B rows of G floats. */
  abstract get inputs(): Address;
  /** ∂E/∂inputs after `backward`. */
  abstract get dinputs(): Address;
  /**
   * c_0 … c_T of an LSTM, laid out like `hs`, and ∂E/∂c_0 … ∂E/∂c_T; 0 for other cells. Unless `directC` is set because
   * ∂E/∂c enters at every step, ∂E/∂c_t is kept in the first block only.
   */
  readonly cs: Address = 0;
  readonly dcs: Address = 0;
  directC = false;

  /** Total gradients ∂E/∂h_1 … ∂E/∂h_T, which `backward` otherwise overwrites; 0 unless `keepTotals` was called. */
  totals: Address = 0;

  /** Makes `backward` keep the total gradients. */
  keepTotals(): void {
    this.totals = this.memory.alloc(this.shape.T * this.shape.B * this.layout.h);
  }

  /** Computes h_t (and c_t) from `inputs` and h_{t−1}. */
  protected abstract stepForward(t: number): void;
  /** Turns ∂E/∂h_t and ∂E/∂c_t into dz_t, the gradient before the activation functions. */
  protected abstract stepBackward(t: number): void;

  /** Computes h_1 … h_T. `input(t)` writes the rows of step t of `inputs` just before their use, while they are in cache. */
  forward(input: (t: number) => void): void {
    this.forwardProduct.prepare(this.weights + 4 * this.layout.Wh);
    for (let t = 0; t < this.shape.T; t++) {
      input(t);
      this.stepForward(t);
    }
  }

  /** Computes `dinputs`, ∂E/∂Wh and ∂E/∂b from `dhs`; ∂E/∂state_0 only on request, since it costs a product. */
  backward(wantsState0: boolean): void {
    const { B } = this.shape, { h, b, Wh } = this.layout;
    this.backwardProduct.prepare(this.weights + 4 * Wh);
    this.memory.floats.fill(0, this.dhs / 4, this.dhs / 4 + B * h);
    for (let t = this.shape.T - 1; t >= 0; t--) {
      if (this.totals) this.#keepTotal(t);
      this.stepBackward(t);
      const dz = this.dstateProducts + t * this.gBlock;
      if (t > 0 || wantsState0) this.backwardProduct.run(this.dhs + t * this.hBlock, dz, true);
    }
    this.#dWh.prepare(this.dstateProducts);
    this.#dWh.run(this.gradients + 4 * Wh, this.hs, false);
    this.sumRows(this.gradients + 4 * b, this.dinputs);
  }

  /** ∂E/∂(h_{t−1} Wh): the same as `dinputs`, except for a GRU. */
  protected get dstateProducts(): Address {
    return this.dinputs;
  }

  /** Sums T·B rows of G floats. */
  protected sumRows(to: Address, rows: Address): void {
    this.memory.kernels.sumRows(to, rows, this.shape.T * this.shape.B, this.layout.G);
  }

  #keepTotal(t: number): void {
    const to = (this.totals + t * this.hBlock) / 4, from = (this.dhs + (t + 1) * this.hBlock) / 4;
    this.memory.floats.copyWithin(to, from, from + this.hBlock / 4);
  }
}
