import type { Cell, Step } from "../cells/cell.ts";
import { checkDirect, checkFinite, checkOneSequence } from "../checks.ts";
import { Matrix } from "../matrix.ts";
import { jacobianFactor } from "./factors.ts";
import { type Address, Memory, padTo4 } from "./memory.ts";

/**
 * The paths of `jacobianPaths` in float32: all ∂E_t/∂state_k and all ∂state_t/∂state_k of one sequence, each computed at
 * its first use. Steps are numbered 1 … T. Throws RangeError for steps outside, and beyond 4 GiB. `close` gives the
 * memory back, which spares the next trace the first touch of its pages: for long ones as long as the computation.
 */
export class FastPaths {
  readonly #memory: Record<"gradients" | "products", Memory | undefined> = {
    gradients: undefined,
    products: undefined,
  };
  /** How many numbers a row of a state takes. */
  readonly width: number;

  /** Of a trace and its direct[t] = ∂E_t/∂state_t; throws RangeError unless they are of one sequence. */
  constructor(
    readonly cell: Cell,
    readonly trace: Step[],
    readonly direct: Matrix[],
    readonly blas: boolean,
    readonly pool: Memory[] = [],
  ) {
    checkDirect(trace, direct);
    checkOneSequence(trace[0]);
    this.width = padTo4(cell.stateSize);
  }

  /** T, the number of steps. */
  get length(): number {
    return this.trace.length;
  }

  /** ∂E_t/∂state_k, stateSize × 1, for t ≥ k ≥ 1; throws RangeError where float32 overflows. */
  gradient(t: number, k: number): Matrix {
    this.#checkPair(t, k);
    const { floats } = this.#memory.gradients ??= this.#traceGradients();
    const from = this.#rowOf(t, k) * this.width + this.#first / 4;
    const gradient = Matrix.column(floats.subarray(from, from + this.cell.stateSize));
    checkFinite(gradient, `∂E_${t}/∂state_${k} in float32`);
    return gradient;
  }

  /** The T×T table of ‖∂E_t/∂state_k‖, row t−1, column k−1; zero where k > t, Infinity where float32 overflows. */
  stateNorms(): Matrix {
    const { floats } = this.#memory.gradients ??= this.#traceGradients();
    const T = this.length, S = this.cell.stateSize, table = new Matrix(T, T);
    for (let t = 1; t <= T; t++) {
      for (let k = 1; k <= t; k++) {
        const from = this.#rowOf(t, k) * this.width + this.#first / 4;
        let sum = 0; // in float64, where the square of no float32 overflows or is lost
        for (let n = from; n < from + S; n++) sum += floats[n] ** 2;
        table.data[(t - 1) * T + k - 1] = Number.isNaN(sum) ? Infinity : Math.sqrt(sum);
      }
    }
    return table;
  }

  /** ∂state_t/∂state_k = J_t … J_{k+1}, for t ≥ k ≥ 1; throws RangeError where float32 overflows. */
  product(t: number, k: number): Matrix {
    this.#checkPair(t, k);
    const { floats } = this.#memory.products ??= this.#traceProducts();
    const S = this.cell.stateSize, w = this.width, out = new Matrix(S, S);
    const from = this.#first / 4 + this.#blockOf(t, k) * S * w; // row j of a block is column j of the product
    for (let j = 0; j < S; j++) {
      for (let i = 0; i < S; i++) out.data[i * S + j] = floats[from + j * w + i];
    }
    checkFinite(out, `∂state_${t}/∂state_${k} in float32`);
    return out;
  }

  /** Computes all gradients now. */
  traceGradients(): void {
    this.#memory.gradients ??= this.#traceGradients();
  }

  /** Computes all products now. */
  traceProducts(): void {
    this.#memory.products ??= this.#traceProducts();
  }

  /** Gives the memory to the next trace; what was read before stays valid. */
  close(): void {
    for (const memory of Object.values(this.#memory)) if (memory) this.pool.push(memory);
    this.#memory.gradients = this.#memory.products = undefined;
  }

  /** Where the results begin: at the first allocation of their memory. */
  readonly #first: Address = new Memory().top;

  /** From k = T down: the rows t = k … T of ∂E_t/∂state_k are direct_k, then those of k + 1 times J_{k+1}. */
  #traceGradients(): Memory {
    const memory = this.#takeMemory(), T = this.length, w = this.width;
    const all = memory.alloc(T * (T + 1) / 2 * w);
    const factor = jacobianFactor(memory, this, false);
    for (let k = T; k >= 1; k--) {
      const at = all + 4 * w * this.#rowOf(k, k);
      memory.view(at, w).fill(0).set(this.direct[k - 1].data);
      if (k < T) factor(k + 1, at + 4 * w, all + 4 * w * this.#rowOf(k + 1, k + 1), T - k);
    }
    return memory;
  }

  /** From t = 1 up: the transposes of ∂state_t/∂state_k, k = 1 … t−1, are those of t − 1 times J_tᵀ; then the identity. */
  #traceProducts(): Memory {
    const memory = this.#takeMemory(), T = this.length, w = this.width, S = this.cell.stateSize;
    const all = memory.alloc(T * (T + 1) / 2 * S * w);
    const factor = jacobianFactor(memory, this, true);
    for (let t = 1; t <= T; t++) {
      const at = all + 4 * S * w * this.#blockOf(t, 1);
      if (t > 1) factor(t, at, all + 4 * S * w * this.#blockOf(t - 1, 1), (t - 1) * S);
      const identity = memory.view(at + 4 * S * w * (t - 1), S * w).fill(0);
      for (let i = 0; i < S; i++) identity[i * w + i] = 1;
    }
    return memory;
  }

  /** An earlier trace's memory, the largest, or a new one. */
  #takeMemory(): Memory {
    const sizes = this.pool.map(({ memory }) => memory.buffer.byteLength);
    const [memory] = this.pool.splice(sizes.indexOf(Math.max(...sizes)), 1);
    if (!memory) return new Memory();
    memory.top = this.#first;
    return memory;
  }

  /** The place of ∂E_t/∂state_k among the rows, those of the largest k first. */
  #rowOf(t: number, k: number): number {
    const after = this.length - k;
    return after * (after + 1) / 2 + t - k;
  }

  /** The place of ∂state_t/∂state_k among the blocks, those of the smallest t first. */
  #blockOf(t: number, k: number): number {
    return t * (t - 1) / 2 + k - 1;
  }

  #checkPair(t: number, k: number): void {
    const T = this.length;
    if (!(Number.isInteger(t) && Number.isInteger(k) && 1 <= k && t <= T)) {
      throw new RangeError(`Cannot go back from step ${t} to step ${k}: the steps are 1 to ${T}`);
    }
    if (t < k) throw new RangeError(`Cannot go back from step ${t} to step ${k}: k is after t`);
  }
}
