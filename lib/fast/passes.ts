import type { Address } from "./memory.ts";
import { Pass } from "./pass.ts";

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
