import type { Address } from "./memory.ts";
import { RecurrentLayer } from "./recurrent_layer.ts";

/** h_t = tanh(x_t Wx + h_{t−1} Wh + b), in place: the inputs are written where h_t will be, and dz_t over ∂E/∂h_t. */
class RNNLayer extends RecurrentLayer {
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
    const skip = (t + 1) * this.hBlock;
    this.memory.kernels.rnnBackward(this.dhs + skip, this.hs + skip, this.hBlock / 4);
  }
}

/** LSTM: the gates i, f, o, g side by side; they, c and tanh(c) are kept for the backward pass. */
class LSTMLayer extends RecurrentLayer {
  readonly #gates = this.memory.alloc(this.shape.T * this.shape.B * this.layout.G);
  readonly #tanhC = this.memory.alloc(this.shape.T * this.shape.B * this.layout.h);
  override readonly cs = this.memory.alloc((this.shape.T + 1) * this.shape.B * this.layout.h);
  override readonly dcs = this.memory.alloc((this.shape.T + 1) * this.shape.B * this.layout.h);

  get inputs(): Address {
    return this.#gates;
  }

  get dinputs(): Address {
    return this.#gates;
  }

  protected stepForward(t: number): void {
    const { B } = this.shape, block = this.hBlock, skip = t * block;
    const gates = this.#gates + t * this.gBlock;
    this.forwardProduct.run(gates, this.hs + skip, true);
    const c = this.cs + skip + block, h = this.hs + skip + block;
    const { lstmForward } = this.memory.kernels;
    lstmForward(gates, this.cs + skip, c, this.#tanhC + skip, h, B, this.layout.h);
  }

  protected stepBackward(t: number): void {
    const { B } = this.shape,
      { h } = this.layout,
      skip = t * this.hBlock,
      next = skip + this.hBlock;
    const gates = this.#gates + t * this.gBlock, cPrev = this.cs + skip, dh = this.dhs + next;
    const { lstmBackward, addTo } = this.memory.kernels;
    const dc = this.dcs + (this.directC ? next : 0);
    lstmBackward(gates, cPrev, this.#tanhC + skip, dh, dc, B, h);
    if (this.directC) addTo(this.dcs + skip, dc, B * h);
  }

  override backward(wantsState0: boolean): void {
    this.memory.floats.fill(0, this.dcs / 4, (this.dcs + this.hBlock) / 4);
    super.backward(wantsState0);
  }
}

/** GRU: h_{t−1} Wh + bh is stored apart from the inputs, because the reset gate multiplies only its third block. */
class GRULayer extends RecurrentLayer {
  readonly #gates = this.memory.alloc(this.shape.T * this.shape.B * this.layout.G);
  readonly #stateProducts = this.memory.alloc(this.shape.T * this.shape.B * this.layout.G);

  get inputs(): Address {
    return this.#gates;
  }

  get dinputs(): Address {
    return this.#gates;
  }

  protected override get dstateProducts(): Address {
    return this.#stateProducts;
  }

  protected stepForward(t: number): void {
    const { B } = this.shape, { h, G, bh } = this.layout, hPrev = this.hs + t * this.hBlock;
    const gates = this.#gates + t * this.gBlock, products = this.#stateProducts + t * this.gBlock;
    this.memory.kernels.fillRows(products, this.weights + 4 * bh, B, G);
    this.forwardProduct.run(products, hPrev, true);
    this.memory.kernels.gruForward(gates, products, hPrev, hPrev + this.hBlock, B, h);
  }

  protected stepBackward(t: number): void {
    const { B } = this.shape, skip = t * this.hBlock, hPrev = this.hs + skip;
    const gates = this.#gates + t * this.gBlock, products = this.#stateProducts + t * this.gBlock;
    const dhPrev = this.dhs + skip, dh = dhPrev + this.hBlock;
    this.memory.kernels.gruBackward(gates, products, hPrev, dh, dhPrev, B, this.layout.h);
  }

  override backward(wantsState0: boolean): void {
    super.backward(wantsState0);
    const { bh, h } = this.layout, dbh = this.gradients + 4 * bh;
    this.sumRows(dbh, this.#stateProducts);
    this.memory.floats.fill(0, dbh / 4, dbh / 4 + 2 * h); // r and z have a single bias, the one of the input
  }
}

const LAYERS = { RNN: RNNLayer, LSTM: LSTMLayer, GRU: GRULayer };

/** Returns a layer for the kind of cell in the layout. */
export function makeLayer(...args: ConstructorParameters<typeof RecurrentLayer>): RecurrentLayer {
  return new LAYERS[args[1].kind](...args);
}
