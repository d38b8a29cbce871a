import { openBlas } from "./blas.ts";
import { makeLayer } from "./cell_layers.ts";
import { ClassInputs, DenseInputs, type Inputs } from "./inputs.ts";
import type { Layout } from "./layout.ts";
import type { Address, Memory } from "./memory.ts";
import { makeProduct, type Product } from "./product.ts";
import type { BatchShape, RecurrentLayer } from "./recurrent_layer.ts";
import { Regularizer } from "./regularizer.ts";

/** Description of a shard in plain data, which can be sent to another thread. */
export interface ShardPlan {
  layout: Layout;
  shape: BatchShape;
  /** True for inputs that are vectors rather than classes. */
  dense: boolean;
  /** True for numeric targets with squared error rather than classes with cross-entropy. */
  regression: boolean;
  /** Weight α of the regulariser Ω, or 0. */
  regularizer: number;
  blas: boolean;
  /** Weights shared by all shards; each shard has gradients of its own. */
  weights: Address;
  /** 1 / B of the whole batch, because the loss is the mean over it. */
  scale: number;
}

/**
 * Part of a batch, from inputs to loss and back to gradients: cell, readout, and softmax cross-entropy or squared error.
 * Constructing it from the same plan at the same address of the memory yields the same shard in every thread.
 */
export class Shard {
  readonly layer: RecurrentLayer;
  readonly inputs: Inputs;
  /** Target class of each row, T·B int32, −1 for none; in regression 0, and −1 for none. */
  readonly targets: Address;
  /** Numeric targets, T·B rows of v floats; 0 without regression. */
  readonly targetValues: Address;
  readonly gradients: Address;
  readonly #loss: Address;
  readonly #memory: Memory;
  readonly #plan: ShardPlan;
  readonly #scores: Address;
  readonly #losses: Address;
  readonly #readout: Product;
  readonly #dh: Product;
  readonly #dWy: Product;
  readonly #regularizer?: Regularizer;

  constructor(memory: Memory, plan: ShardPlan) {
    const { layout, shape, weights, regularizer: α } = plan, { h, v } = layout;
    const rows = shape.T * shape.B, blas = plan.blas ? openBlas(memory) : undefined;
    this.#memory = memory;
    this.#plan = plan;
    this.gradients = memory.alloc(layout.size);
    this.#loss = memory.alloc(2);
    this.layer = makeLayer(memory, layout, shape, weights, this.gradients, blas);
    this.inputs = plan.dense
      ? new DenseInputs(this.layer, memory, blas)
      : new ClassInputs(this.layer);
    this.targets = memory.alloc(rows);
    this.targetValues = plan.regression ? memory.alloc(rows * v) : 0;
    this.#scores = memory.alloc(rows * v);
    this.#losses = memory.alloc(2 * rows);
    this.#readout = makeProduct(memory, { M: rows, K: h, N: v }, blas);
    this.#dh = makeProduct(memory, { M: rows, K: v, N: h, bT: true }, blas);
    this.#dWy = makeProduct(memory, { M: h, K: rows, N: v, aT: true }, blas);
    if (α > 0) this.#regularizer = new Regularizer(this.layer, α, blas);
  }

  /** This shard's share of E in nats, the mean over the batch; in shared memory, so every thread can read it after `run`. */
  get loss(): number {
    return this.#memory.doubles[this.#loss / 8];
  }

  /** Computes `loss` and, if `backward`, the gradients ∂E/∂weights. */
  run(backward: boolean): void {
    this.#forward();
    if (backward) this.#backward();
  }

  /** Computes h_1 … h_T, the scores and the loss. */
  #forward(): void {
    const { shape, layout, weights, scale, regression } = this.#plan;
    const rows = shape.T * shape.B;
    this.inputs.prepare();
    this.layer.forward((t) => this.inputs.step(t));
    this.#memory.kernels.fillRows(this.#scores, weights + 4 * layout.by, rows, layout.v);
    this.#readout.prepare(weights + 4 * layout.Wy);
    this.#readout.run(this.#scores, this.#firstBlock(this.layer.hs), true);
    const sum = regression ? this.#squaredErrors(rows) : this.#crossEntropies(rows);
    this.#memory.doubles[this.#loss / 8] = sum * scale;
  }

  /** Writes ∂E/∂weights into `gradients`, after `#forward`. */
  #backward(): void {
    const { shape, layout, weights } = this.#plan, rows = shape.T * shape.B;
    const { hs, dhs } = this.layer;
    this.#dh.prepare(weights + 4 * layout.Wy);
    this.#dh.run(this.#firstBlock(dhs), this.#scores, false);
    this.#dWy.prepare(this.#scores);
    this.#dWy.run(this.gradients + 4 * layout.Wy, this.#firstBlock(hs), false);
    const dby = this.gradients + 4 * layout.by;
    this.#memory.kernels.sumRows(dby, this.#scores, rows, layout.v);
    this.layer.backward(false);
    this.inputs.backward();
    this.#regularizer?.backward();
  }

  /** Address of h_1 in `hs`, or of ∂E/∂h_1 in `dhs`. */
  #firstBlock(at: Address): Address {
    return at + 4 * this.#plan.shape.B * this.#plan.layout.h;
  }

  /** Returns Σ (ŷ − y)²; the scores become its gradient. */
  #squaredErrors(rows: number): number {
    const { floats, kernels } = this.#memory, { layout: { v, V }, scale } = this.#plan;
    const { targetValues, targets } = this, errors = this.#losses;
    kernels.squaredError(this.#scores, targetValues, targets, errors, rows, v, V, scale);
    let sum = 0;
    for (let at = errors / 4, end = at + rows; at < end; at++) sum += floats[at];
    return sum;
  }

  /** Returns Σ −log ŷ[target], summed in float64 from two floats a row; the scores become its gradient. */
  #crossEntropies(rows: number): number {
    const { floats, kernels } = this.#memory, { layout: { v }, scale } = this.#plan;
    kernels.crossEntropy(this.#scores, this.targets, this.#losses, rows, v, scale);
    let sum = 0;
    for (let at = this.#losses / 4, end = at + 2 * rows; at < end; at += 2) {
      sum += Math.log(floats[at + 1]) - floats[at];
    }
    return sum;
  }
}
