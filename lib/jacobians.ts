import { checkDirect } from "./bptt.ts";
import { type Cell, checkOneSequence, type Params, type Step } from "./cells/cell.ts";
import { checkFinite } from "./loss.ts";
import { Matrix } from "./matrix.ts";

/**
 * Every term of the gradient sum ∂E_t/∂W = Σ_{k≤t} (∂E_t/∂state_t ∏_{j=k+1..t} J_j) ∂⁺state_k/∂W,
 * where J_j = ∂state_j/∂state_{j−1} and ∂⁺ holds state_{k−1} fixed (Pascanu et al. 2013, §1.1).
 * Steps are numbered 1 … T; state 0 is given. Throws RangeError for steps outside the trace.
 */
export class Paths<S extends Step = Step, P extends Params = Params> {
  readonly #products = new Map<string, Matrix>();
  readonly #factors = new Map<number, Matrix>();
  #gradients?: Matrix[];

  /** Of a trace and its direct[t] = ∂E_t/∂state_t; throws RangeError unless they are finite and of one sequence. */
  constructor(readonly cell: Cell<S, P>, readonly trace: S[], readonly direct: Matrix[]) {
    checkDirect(trace, direct);
    direct.forEach((dstate, n) => checkFinite(dstate, `direct[${n}]`));
    checkOneSequence(trace[0]);
  }

  /** T, the number of steps. */
  get length(): number {
    return this.trace.length;
  }

  /** J_j = ∂state_j/∂state_{j−1}. */
  factor(j: number): Matrix {
    this.#checkStep(j, 1);
    const J = this.#factors.get(j) ?? this.cell.jacobian(this.trace[j - 1]);
    this.#factors.set(j, J);
    return J;
  }

  /** ∂state_t/∂state_k = J_t J_{t−1} … J_{k+1} for t ≥ k ≥ 0; the identity where t = k. Throws RangeError where it overflows. */
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
   * The term k of ∂E_t/∂params: what the loss at step t says about the weights through their use at step k. Throws
   * RangeError where it overflows.
   */
  term(t: number, k: number): P {
    this.#checkPair(t, k, 1);
    const dstate = this.product(t, k).T.matmul(this.direct[t - 1]);
    checkFinite(dstate, `∂E_${t}/∂state_${k}`);
    return this.cell.backward(this.trace[k - 1], dstate).dparams;
  }

  /** ∂E_t/∂state_k, stateSize × 1, without the product: vectors go back one Jᵀ at a time. Throws RangeError where it overflows. */
  gradient(t: number, k: number): Matrix {
    this.#checkPair(t, k, 1);
    const gradient = this.#gradientsAt(k).column(t - k);
    checkFinite(gradient, `∂E_${t}/∂state_${k}`);
    return gradient;
  }

  /**
   * The T×T table of ‖term(t, k)[name]‖, row t−1, column k−1; zero where k > t, Infinity where it overflows. Throws
   * RangeError for a name that no weight has.
   */
  norms(name: keyof P & string): Matrix {
    if (!(name in this.cell.params)) {
      const names = Object.keys(this.cell.params).join(", ");
      throw new RangeError(`Cannot trace ${name}: the weights are ${names}`);
    }
    return this.#table((t, k) =>
      this.cell.backward(this.trace[k - 1], this.#gradientsAt(k).column(t - k)).dparams[name].norm()
    );
  }

  /** The T×T table of ‖∂E_t/∂state_k‖, row t−1, column k−1; zero where k > t, Infinity where it overflows. */
  stateNorms(): Matrix {
    return this.#table((t, k) => this.#gradientsAt(k).column(t - k).norm());
  }

  /** Column t−k is ∂E_t/∂state_k, for t = k … T: all t at once, one Jᵀ product per k. */
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
        table.data[(t - 1) * T + k - 1] = Number.isNaN(norm) ? Infinity : norm; // ∞ − ∞, and all that follows
      }
    }
    return table;
  }

  #checkStep(j: number, first: number): void {
    if (!Number.isInteger(j) || j < first || j > this.length) {
      throw new RangeError(`Cannot use step ${j}: the steps are ${first} to ${this.length}`);
    }
  }

  #checkPair(t: number, k: number, first: number): void {
    this.#checkStep(t, first);
    this.#checkStep(k, first);
    if (t < k) throw new RangeError(`Cannot go back from step ${t} to step ${k}: k is after t`);
  }
}

/** All the paths by which `direct` reaches the weights of one sequence; throws RangeError for a batch. */
export function jacobianPaths<S extends Step, P extends Params>(
  cell: Cell<S, P>,
  trace: S[],
  direct: Matrix[],
): Paths<S, P> {
  return new Paths(cell, trace, direct);
}
