import type { Cell, Params, Step } from "./cells/cell.ts";
import { checkDirect, checkFinite, checkIndex, checkOneSequence } from "./checks.ts";
import { Matrix } from "./matrix.ts";

/**
 * The terms of the gradient ∂E_t/∂W = Σ_{k≤t} (∂E_t/∂state_t ∏_{j=k+1..t} J_j) ∂⁺state_k/∂W,
 * where J_j = ∂state_j/∂state_{j−1} and ∂⁺ is the derivative with state_{k−1} constant (Pascanu et al. 2013, §1.1).
 * Time steps are numbered 1 … T, and state_0 is the initial state. Throws RangeError for steps outside the trace.
 */
export class Paths<S extends Step = Step, P extends Params = Params> {
  readonly #products = new Map<string, Matrix>();
  readonly #factors = new Map<number, Matrix>();
  #gradients?: Matrix[];

  /**
   * Takes a trace and its direct[t] = ∂E_t/∂state_t; throws RangeError unless they belong to one sequence and are
   * finite.
   */
  constructor(readonly cell: Cell<S, P>, readonly trace: S[], readonly direct: Matrix[]) {
    checkDirect(trace, direct);
    direct.forEach((dstate, n) => checkFinite(dstate, `direct[${n}]`));
    checkOneSequence(trace[0]);
  }

  /** T, the number of time steps. */
  get length(): number {
    return this.trace.length;
  }

  /** The Jacobian J_j = ∂state_j/∂state_{j−1}, stateSize × stateSize. */
  factor(j: number): Matrix {
    checkIndex("Cannot use step", j, 1, this.length);
    const J = this.#factors.get(j) ?? this.cell.jacobian(this.trace[j - 1]);
    this.#factors.set(j, J);
    return J;
  }

  /**
   * The product ∂state_t/∂state_k = J_t J_{t−1} … J_{k+1} for t ≥ k ≥ 0, the identity if t = k. Throws RangeError if it
   * overflows.
   */
  product(t: number, k: number): Matrix {
    this.#checkPair(t, k, 0);
    const known = this.#products.get(`${t},${k}`);
    if (known) return known;
    let product = Matrix.identity(this.cell.stateSize);
    for (let j = k + 1; j <= t; j++) {
      product = this.#products.get(`${j},${k}`) ??
        (j === k + 1 ? this.factor(j) : this.factor(j).matmul(product));
      checkFinite(product, `∂state_${j}/∂state_${k}`);
      this.#products.set(`${j},${k}`, product);
    }
    return product;
  }

  /**
   * The term (t, k) of the gradient: the part of ∂E_t/∂params that comes from the use of the weights at time step k.
   * Throws RangeError if it overflows.
   */
  term(t: number, k: number): P {
    this.#checkPair(t, k, 1);
    const dstate = this.product(t, k).T.matmul(this.direct[t - 1]);
    checkFinite(dstate, `∂E_${t}/∂state_${k}`);
    return this.cell.backward(this.trace[k - 1], dstate).dparams;
  }

  /**
   * ∂E_t/∂state_k, stateSize × 1, from products of vectors with one Jᵀ at a time. Throws RangeError if it overflows.
   */
  gradient(t: number, k: number): Matrix {
    this.#checkPair(t, k, 1);
    const gradient = this.#gradientsAt(k).column(t - k);
    checkFinite(gradient, `∂E_${t}/∂state_${k}`);
    return gradient;
  }

  /**
   * The T×T table of ‖term(t, k)[name]‖ in row t−1, column k−1: 0 for k > t, Infinity after an overflow.
   * Throws RangeError if the cell has no parameter of that name.
   */
  norms(name: keyof P & string): Matrix {
    if (!(name in this.cell.params)) {
      const names = Object.keys(this.cell.params).join(", ");
      throw new RangeError(`Cannot trace ${name}: the parameters are ${names}`);
    }
    return this.#table((t, k) =>
      this.cell.backward(this.trace[k - 1], this.#gradientsAt(k).column(t - k)).dparams[name].norm()
    );
  }

  /** The T×T table of ‖∂E_t/∂state_k‖ in row t−1, column k−1: 0 for k > t, Infinity after an overflow. */
  stateNorms(): Matrix {
    return this.#table((t, k) => this.#gradientsAt(k).column(t - k).norm());
  }

  /** A matrix whose column t−k is ∂E_t/∂state_k, for t = k … T: one product with Jᵀ per k covers all t. */
  #gradientsAt(k: number): Matrix {
    if (!this.#gradients) {
      const T = this.length;
      const all: Matrix[] = [];
      all[T] = this.direct[T - 1];
      for (let j = T; j > 1; j--) {
        all[j - 1] = Matrix.blocks([[this.direct[j - 2], this.factor(j).T.matmul(all[j])]]);
      }
      this.#gradients = all;
    }
    return this.#gradients[k];
  }

  #table(entry: (t: number, k: number) => number): Matrix {
    const T = this.length;
    const table = new Matrix(T, T);
    for (let t = 1; t <= T; t++) {
      for (let k = 1; k <= t; k++) {
        const norm = entry(t, k);
        table.data[(t - 1) * T + k - 1] = Number.isNaN(norm) ? Infinity : norm; // ∞ − ∞ is NaN
      }
    }
    return table;
  }

  #checkPair(t: number, k: number, first: number): void {
    for (const step of [t, k]) checkIndex("Cannot use step", step, first, this.length);
    if (t < k) throw new RangeError(`Cannot go back from step ${t} to step ${k}: k is after t`);
  }
}

/**
 * Returns every path by which `direct` reaches the parameters, as products of Jacobians, for one sequence.
 * Throws RangeError if `direct` does not fit the trace, is not finite, or the batch size is not 1.
 *
 * @example
 * ```ts
 * import { bptt, jacobianPaths, Matrix, RNNCell, seeded, unroll } from "@unrolled/rnn";
 * import assert from "node:assert/strict";
 *
 * const cell = new RNNCell(1, 3, seeded(1));
 * const trace = unroll(cell, [Matrix.column([1]), Matrix.column([2])]);
 * const direct = trace.map(({ h }) => h), paths = jacobianPaths(cell, trace, direct);
 * const sum = paths.term(1, 1).Whh.add(paths.term(2, 1).Whh).add(paths.term(2, 2).Whh);
 * assert(sum.subtract(bptt(cell, trace, direct).dparams.Whh).norm() < 1e-12);
 * ```
 */
export function jacobianPaths<S extends Step, P extends Params>(
  cell: Cell<S, P>,
  trace: S[],
  direct: Matrix[],
): Paths<S, P> {
  return new Paths(cell, trace, direct);
}
