import { type Blas, openBlas } from "./blas.ts";
import { ClassInputs, DenseInputs, type Inputs } from "./inputs.ts";
import type { Layout } from "./layout.ts";
import type { Address, Memory } from "./memory.ts";
import type { Extent, Pass } from "./pass.ts";
import { makePass } from "./passes.ts";
import { makeProduct, type Product } from "./product.ts";
import { Regularizer } from "./regularizer.ts";

/** All that tells one part of a batch, as numbers and names that another thread can be sent. */
export interface ShardPlan {
  layout: Layout;
  extent: Extent;
  dense: boolean;
  /** Whether numbers are asked for, with squared error, in place of classes. */
  values: boolean;
  /** The weight of Ω; 0 without it. */
  regularizer: number;
  blas: boolean;
  /** The weights that all parts share; each part has gradients of its own. */
  weights: Address;
  /** 1 / B of the whole batch: the loss is the mean over it. */
  scale: number;
}

/**
 * Some sequences of a batch, from inputs to loss and back to gradients: cell, readout, and cross-entropy of
 * softmax or squared error.
 * Made from the same plan at the same place of one memory, it is the same part in every thread.
 */
export class Shard {
  readonly pass: Pass;
  readonly inputs: Inputs;
  /** The class asked for in each row; for numbers 0, and −1 where none are asked for. */
  readonly targets: Address;
  /** The numbers asked for, T·B rows of v. */
  readonly values: Address;
  readonly gradients: Address;
  readonly #memory: Memory;
  readonly #plan: ShardPlan;
  readonly #scores: Address;
  readonly #surprises: Address;
  readonly #readout: Product;
  readonly #dh: Product;
  readonly #dWy: Product;
  readonly #regularizer?: Regularizer;

  constructor(memory: Memory, plan: ShardPlan) {
    const { layout, extent, dense, weights } = plan, { h, v } = layout;
    const rows = extent.T * extent.B;
    const blas: Blas | undefined = plan.blas ? openBlas(memory) : undefined;
    this.#memory = memory;
    this.#plan = plan;
    this.gradients = memory.alloc(layout.size);
    this.pass = makePass(memory, layout, extent, weights, this.gradients, blas);
    this.inputs = dense ? new DenseInputs(this.pass, memory, blas) : new ClassInputs(this.pass);
    this.targets = memory.alloc(rows);
    this.values = plan.values ? memory.alloc(rows * v) : 0;
    this.#scores = memory.alloc(rows * v);
    this.#surprises = memory.alloc(2 * rows);
    this.#readout = makeProduct(memory, { M: rows, K: h, N: v }, blas);
    this.#dh = makeProduct(memory, { M: rows, K: v, N: h, bT: true }, blas);
    this.#dWy = makeProduct(memory, { M: h, K: rows, N: v, aT: true }, blas);
    const α = plan.regularizer;
    if (α > 0) this.#regularizer = new Regularizer(this.pass, α, blas);
  }

  /** h_1 … h_T, the scores and E: this part's share of the mean over the batch. */
  forward(): number {
    const { extent, layout, weights, scale } = this.#plan, { kernels } = this.#memory;
    const rows = extent.T * extent.B, hs = this.#firstH();
    this.inputs.prepare();
    this.pass.forward((t) => this.inputs.step(t));
    kernels.fillRows(this.#scores, weights + 4 * layout.by, rows, layout.v);
    this.#readout.prepare(weights + 4 * layout.Wy);
    this.#readout.run(this.#scores, hs, true);
    return (this.values ? this.#squaredErrors(rows) : this.#crossEntropies(rows)) * scale;
  }

  /** ∂E/∂ of all weights into this part's gradients; after `forward`. */
  backward(): void {
    const { extent, layout, weights } = this.#plan, { kernels } = this.#memory;
    const rows = extent.T * extent.B;
    const dhs = this.pass.dhs + 4 * extent.B * layout.h;
    this.#dh.prepare(weights + 4 * layout.Wy);
    this.#dh.run(dhs, this.#scores, false);
    this.#dWy.prepare(this.#scores);
    this.#dWy.run(this.gradients + 4 * layout.Wy, this.#firstH(), false);
    kernels.sumRows(this.gradients + 4 * layout.by, this.#scores, rows, layout.v);
    this.pass.backward(false);
    this.inputs.backward();
    this.#regularizer?.backward();
  }

  #firstH(): Address {
    return this.pass.hs + 4 * this.#plan.extent.B * this.#plan.layout.h;
  }

  /** Σ (ŷ − y)², and the scores become its gradient. */
  #squaredErrors(rows: number): number {
    const { floats, kernels } = this.#memory, { layout: { v, V }, scale } = this.#plan;
    const errors = this.#surprises;
    kernels.squaredError(this.#scores, this.values, this.targets, errors, rows, v, V, scale);
    let sum = 0;
    for (let at = errors / 4, end = at + rows; at < end; at++) sum += floats[at];
    return sum;
  }

  /** Σ −log ŷ[target], from what the kernel leaves of each row; the scores become its gradient. */
  #crossEntropies(rows: number): number {
    const { floats, kernels } = this.#memory, { layout: { v }, scale } = this.#plan;
    kernels.crossEntropy(this.#scores, this.targets, this.#surprises, rows, v, scale);
    let sum = 0;
    for (let at = this.#surprises / 4, end = at + 2 * rows; at < end; at += 2) {
      sum += Math.log(floats[at + 1]) - floats[at];
    }
    return sum;
  }
}
