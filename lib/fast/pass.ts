import type { Blas } from "./blas.ts";
import type { Layout } from "./layout.ts";
import type { Address, Memory } from "./memory.ts";
import { makeProduct, type Product } from "./product.ts";

/** T steps of B sequences: the shape of one pass. */
export interface Extent {
  T: number;
  B: number;
}

/**
 * One cell over T steps of B sequences, forward and back. A row is one sequence at one step: the rows of step t
 * (from 0) are t·B … t·B + B − 1. `hs` has a block more, the first state; block t + 1 of `dhs` belongs to step t.
 */
export abstract class Pass {
  /** h_0 … h_T, and in `dhs` ∂E/∂h_0 … ∂E/∂h_T: first what enters directly, after `backward` the total. */
  readonly hs: Address;
  readonly dhs: Address;
  /** Bytes of one step's block of h and of gates. */
  protected readonly hBlock: number;
  protected readonly gBlock: number;
  protected readonly forwardProduct: Product;
  protected readonly backwardProduct: Product;
  readonly #dWh: Product;

  constructor(
    readonly memory: Memory,
    readonly layout: Layout,
    readonly extent: Extent,
    readonly weights: Address,
    readonly gradients: Address,
    blas?: Blas,
  ) {
    const { h, G } = layout, { T, B } = extent;
    this.hBlock = 4 * B * h;
    this.gBlock = 4 * B * G;
    this.hs = memory.alloc((T + 1) * B * h);
    this.dhs = memory.alloc((T + 1) * B * h);
    this.forwardProduct = makeProduct(memory, { M: B, K: h, N: G }, blas);
    this.backwardProduct = makeProduct(memory, { M: B, K: G, N: h, bT: true }, blas);
    this.#dWh = makeProduct(memory, { M: h, K: T * B, N: G, aT: true }, blas);
  }

  /** Where the products Wx x_t + b of each step go: T·B rows of G numbers. */
  abstract get inputs(): Address;
  /** After `backward`, ∂E/∂ of the same. */
  abstract get dinputs(): Address;
  /**
   * c_0 … c_T where the cell has them, laid out like `hs`, and ∂E/∂c_0 … ∂E/∂c_T. Unless `directC` says that ∂E/∂c
   * enters at every step, one block is enough, and ∂E/∂c_t wanders back through it.
   */
  readonly cs: Address = 0;
  readonly dcs: Address = 0;
  directC = false;

  /** ∂E/∂h_1 … ∂E/∂h_T, the totals that the way back overwrites: kept where `keepTotals` made room for them. */
  totals: Address = 0;

  /** Makes room for the totals. */
  keepTotals(): void {
    this.totals = this.memory.alloc(this.extent.T * this.extent.B * this.layout.h);
  }

  /** One step after its input product. */
  protected abstract stepForward(t: number): void;
  /** One step back: ∂E/∂h_t and ∂E/∂c_t become dz·. */
  protected abstract stepBackward(t: number): void;

  /** h_1 … h_T; `input(t)` writes the rows of step t of `inputs` just before they are needed, while they stay near. */
  forward(input: (t: number) => void): void {
    this.forwardProduct.prepare(this.#at("Wh"));
    for (let t = 0; t < this.extent.T; t++) {
      input(t);
      this.stepForward(t);
    }
  }

  /** From `dhs` to `dinputs`, and ∂E/∂Wh, ∂E/∂b; ∂E/∂state_0 only where asked for. */
  backward(wantsState0: boolean): void {
    const { B } = this.extent, { h, b } = this.layout;
    this.backwardProduct.prepare(this.#at("Wh"));
    this.memory.floats.fill(0, this.dhs / 4, this.dhs / 4 + B * h);
    for (let t = this.extent.T - 1; t >= 0; t--) {
      if (this.totals) this.#keepTotal(t);
      this.stepBackward(t);
      const dz = this.fromState + t * this.gBlock;
      if (t > 0 || wantsState0) this.backwardProduct.run(this.dhs + t * this.hBlock, dz, true);
    }
    this.#dWh.prepare(this.fromState);
    this.#dWh.run(this.gradients + 4 * this.layout.Wh, this.hs, false);
    this.sums(this.gradients + 4 * b, this.dinputs);
  }

  /** ∂E/∂ of what the state's product Wh h_{t−1} gives; for most cells the same as `dinputs`. */
  protected get fromState(): Address {
    return this.dinputs;
  }

  /** Σ over all rows of G numbers. */
  protected sums(to: Address, rows: Address): void {
    this.memory.kernels.sumRows(to, rows, this.extent.T * this.extent.B, this.layout.G);
  }

  #keepTotal(t: number): void {
    const from = (this.dhs + (t + 1) * this.hBlock) / 4;
    this.memory.floats.copyWithin(
      (this.totals + t * this.hBlock) / 4,
      from,
      from + this.hBlock / 4,
    );
  }

  #at(block: "Wh"): Address {
    return this.weights + 4 * this.layout[block];
  }
}
