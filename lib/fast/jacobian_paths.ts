import { checkDirect, checkFinite, checkOneSequence } from "../checks.ts";
import type { Cell, Step } from "../cells/cell.ts";
import { largest } from "../extent.ts";
import { Matrix } from "../matrix.ts";
import { checkOverflow, checkWeights } from "./float32.ts";
import { FIRST, Memory, padTo4 } from "./memory.ts";
import { vectorJacobian } from "./vector_jacobian.ts";

/**
 * `jacobianPaths` in float32: all ∂E_t/∂state_k and all ∂state_t/∂state_k of one sequence, computed at their first use.
 * Steps are numbered 1 … T. Methods throw RangeError for other steps, and if the results need more than 4 GiB (in a browser 1 GiB). `close`
 * returns the memory to the engine, because touching fresh pages takes as long as the computation itself for long traces.
 */
export class FastPaths {
  /** Length in floats of a state's row, stateSize padded to a multiple of 4. */
  readonly width: number;
  #gradients?: Memory;
  #products?: Memory;

  /** Takes a trace and its direct[t] = ∂E_t/∂state_t; throws RangeError unless they belong to one sequence. */
  constructor(
    readonly cell: Cell,
    readonly trace: Step[],
    readonly direct: Matrix[],
    readonly blas: boolean,
    readonly memories: Memory[] = [],
  ) {
    checkDirect(trace, direct);
    checkOneSequence(trace[0]);
    checkWeights(cell.params);
    direct.forEach((dstate, n) => checkOverflow(dstate, `direct[${n}]`));
    this.width = padTo4(cell.stateSize);
  }

  /** T, the number of steps. */
  get length(): number {
    return this.trace.length;
  }

  /** Returns ∂E_t/∂state_k, stateSize × 1, for t ≥ k ≥ 1; throws RangeError if float32 overflows. */
  gradient(t: number, k: number): Matrix {
    this.#checkPair(t, k);
    const { floats } = this.#gradients ??= this.#computeGradients(), at = this.#rowAt(t, k) / 4;
    const gradient = Matrix.column(floats.subarray(at, at + this.cell.stateSize));
    checkFinite(gradient, `∂E_${t}/∂state_${k} in float32`);
    return gradient;
  }

  /** Returns the T×T table of ‖∂E_t/∂state_k‖, row t−1, column k−1: 0 for k > t, Infinity if float32 overflows. */
  stateNorms(): Matrix {
    const { floats } = this.#gradients ??= this.#computeGradients();
    const T = this.length, S = this.cell.stateSize, table = new Matrix(T, T);
    for (let t = 1; t <= T; t++) {
      for (let k = 1; k <= t; k++) {
        const at = this.#rowAt(t, k) / 4;
        let sum = 0; // in float64, where the square of a float32 neither overflows nor underflows
        for (let n = at; n < at + S; n++) sum += floats[n] ** 2;
        table.data[(t - 1) * T + k - 1] = Number.isNaN(sum) ? Infinity : Math.sqrt(sum);
      }
    }
    return table;
  }

  /** Returns ∂state_t/∂state_k = J_t … J_{k+1}, for t ≥ k ≥ 1; throws RangeError if float32 overflows. */
  product(t: number, k: number): Matrix {
    this.#checkPair(t, k);
    const { floats } = this.#products ??= this.#computeProducts();
    const S = this.cell.stateSize, out = new Matrix(S, S), at = this.#blockAt(t, k) / 4;
    for (let j = 0; j < S; j++) { // row j of a block is column j of the product
      for (let i = 0; i < S; i++) out.data[i * S + j] = floats[at + j * this.width + i];
    }
    checkFinite(out, `∂state_${t}/∂state_${k} in float32`);
    return out;
  }

  /** Computes all gradients now. */
  traceGradients(): void {
    this.#gradients ??= this.#computeGradients();
  }

  /** Computes all products now. */
  traceProducts(): void {
    this.#products ??= this.#computeProducts();
  }

  /** Returns the memory to the engine for the next trace; results already read stay valid. */
  close(): void {
    for (const memory of [this.#gradients, this.#products]) if (memory) this.memories.push(memory);
    this.#gradients = this.#products = undefined;
  }

  /** From k = T down to 1: the rows ∂E_t/∂state_k are direct_k for t = k, then those of k + 1, times J_{k+1}. */
  #computeGradients(): Memory {
    const memory = this.#takeMemory(), T = this.length, w = this.width;
    memory.alloc(T * (T + 1) / 2 * w);
    const multiply = vectorJacobian(memory, this, false);
    for (let k = T; k >= 1; k--) {
      const at = this.#rowAt(k, k);
      memory.view(at, w).fill(0).set(this.direct[k - 1].data);
      if (k < T) multiply(k + 1, at + 4 * w, this.#rowAt(k + 1, k + 1), T - k);
    }
    return memory;
  }

  /** From t = 1 to T: the transposes of ∂state_t/∂state_k, k < t, are those of t − 1 times J_tᵀ; for k = t, the identity. */
  #computeProducts(): Memory {
    const memory = this.#takeMemory(), T = this.length, w = this.width, S = this.cell.stateSize;
    memory.alloc(T * (T + 1) / 2 * S * w);
    const multiply = vectorJacobian(memory, this, true);
    for (let t = 1; t <= T; t++) {
      if (t > 1) multiply(t, this.#blockAt(t, 1), this.#blockAt(t - 1, 1), (t - 1) * S);
      const identity = memory.view(this.#blockAt(t, t), S * w).fill(0);
      for (let i = 0; i < S; i++) identity[i * w + i] = 1;
    }
    return memory;
  }

  /** Takes the largest memory that an earlier trace returned, or a new one. */
  #takeMemory(): Memory {
    const sizes = this.memories.map(({ memory }) => memory.buffer.byteLength);
    const [memory] = this.memories.splice(sizes.indexOf(largest(sizes)), 1);
    if (!memory) return new Memory();
    memory.top = FIRST;
    return memory;
  }

  /** Address of ∂E_t/∂state_k: rows of the largest k first, then by t. */
  #rowAt(t: number, k: number): number {
    const after = this.length - k;
    return FIRST + 4 * this.width * (after * (after + 1) / 2 + t - k);
  }

  /** Address of the transpose of ∂state_t/∂state_k: blocks of the smallest t first, then by k. */
  #blockAt(t: number, k: number): number {
    return FIRST + 4 * this.cell.stateSize * this.width * (t * (t - 1) / 2 + k - 1);
  }

  #checkPair(t: number, k: number): void {
    const T = this.length;
    if (!(Number.isInteger(t) && Number.isInteger(k) && 1 <= k && t <= T)) {
      throw new RangeError(`Cannot go back from step ${t} to step ${k}: the steps are 1 to ${T}`);
    }
    if (t < k) throw new RangeError(`Cannot go back from step ${t} to step ${k}: k is after t`);
  }
}
