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

/** h_t = tanh(Wx x_t + Wh h_{t−1} + b): the inputs stand where h will be, and dz where ∂E/∂h was. */
class RNNPass extends Pass {
  get inputs(): Address {
    return this.hs + this.hBlock;
  }

  get dinputs(): Address {
    return this.dhs + this.hBlock;
  }

  protected stepForward(t: number): void {
    const hPrev = this.hs + t * this.hBlock, h = hPrev + this.hBlock;
    this.forwardProduct.run(h, hPrev, true);
    this.memory.kernels.rnnForward(h, this.hBlock / 4);
  }

  protected stepBackward(t: number): void {
    const place = (t + 1) * this.hBlock;
    this.memory.kernels.rnnBackward(this.dhs + place, this.hs + place, this.hBlock / 4);
  }
}

/** The LSTM: gates i f o g beside each other, c and tanh(c) kept for the way back. */
class LSTMPass extends Pass {
  readonly #gates = this.memory.alloc(this.extent.T * this.extent.B * this.layout.G);
  readonly #tanhC = this.memory.alloc(this.extent.T * this.extent.B * this.layout.h);
  override readonly cs = this.memory.alloc((this.extent.T + 1) * this.extent.B * this.layout.h);
  override readonly dcs = this.memory.alloc((this.extent.T + 1) * this.extent.B * this.layout.h);

  get inputs(): Address {
    return this.#gates;
  }

  get dinputs(): Address {
    return this.#gates;
  }

  protected stepForward(t: number): void {
    const { B } = this.extent, block = this.hBlock, place = t * block;
    const gates = this.#gates + t * this.gBlock;
    this.forwardProduct.run(gates, this.hs + place, true);
    const c = this.cs + place + block, h = this.hs + place + block;
    const { lstmForward } = this.memory.kernels;
    lstmForward(gates, this.cs + place, c, this.#tanhC + place, h, B, this.layout.h);
  }

  protected stepBackward(t: number): void {
    const { B } = this.extent, place = t * this.hBlock, next = place + this.hBlock;
    const gates = this.#gates + t * this.gBlock;
    const { lstmBackward, addTo } = this.memory.kernels;
    const dc = this.dcs + (this.directC ? next : 0);
    lstmBackward(
      gates,
      this.cs + place,
      this.#tanhC + place,
      this.dhs + next,
      dc,
      B,
      this.layout.h,
    );
    if (this.directC) addTo(this.dcs + place, dc, B * this.layout.h);
  }

  override backward(wantsState0: boolean): void {
    this.memory.floats.fill(0, this.dcs / 4, (this.dcs + this.hBlock) / 4);
    super.backward(wantsState0);
  }
}

/** The GRU: what the state's product gives is kept apart, because the reset gate multiplies one third of it. */
class GRUPass extends Pass {
  readonly #gates = this.memory.alloc(this.extent.T * this.extent.B * this.layout.G);
  readonly #fromState = this.memory.alloc(this.extent.T * this.extent.B * this.layout.G);

  get inputs(): Address {
    return this.#gates;
  }

  get dinputs(): Address {
    return this.#gates;
  }

  protected override get fromState(): Address {
    return this.#fromState;
  }

  protected stepForward(t: number): void {
    const { B } = this.extent, { h, G, bh } = this.layout, place = t * this.hBlock;
    const gates = this.#gates + t * this.gBlock, from = this.#fromState + t * this.gBlock;
    this.memory.kernels.fillRows(from, this.weights + 4 * bh, B, G);
    this.forwardProduct.run(from, this.hs + place, true);
    const [hPrev, hNext] = [this.hs + place, this.hs + place + this.hBlock];
    this.memory.kernels.gruForward(gates, from, hPrev, hNext, B, h);
  }

  protected stepBackward(t: number): void {
    const place = t * this.hBlock, g = t * this.gBlock, dh = this.dhs + place + this.hBlock;
    // deno-fmt-ignore
    this.memory.kernels.gruBackward(
      this.#gates + g, this.#fromState + g, this.hs + place, dh, this.dhs + place, this.extent.B, this.layout.h,
    );
  }

  override backward(wantsState0: boolean): void {
    super.backward(wantsState0);
    const { bh, h } = this.layout, dbh = this.gradients + 4 * bh;
    this.sums(dbh, this.#fromState);
    this.memory.floats.fill(0, dbh / 4, dbh / 4 + 2 * h); // r and z have one bias, on the input's side
  }
}

const PASSES = { RNN: RNNPass, LSTM: LSTMPass, GRU: GRUPass };

/** A pass of the layout's kind of cell. */
export function makePass(...args: ConstructorParameters<typeof Pass>): Pass {
  return new PASSES[args[1].kind](...args);
}
