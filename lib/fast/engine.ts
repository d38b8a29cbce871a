import { checkDirect } from "../checks.ts";
import type { Cell, Params, Step } from "../cells/cell.ts";
import { Matrix } from "../matrix.ts";
import type { Engine, GradientOptions, Model, Trainer } from "../training/engine.ts";
import type { Optimizer } from "../training/optimizers.ts";
import { blasName, hasBlas } from "./blas.ts";
import { checkOverflow } from "./float32.ts";
import { FastPaths } from "./jacobian_paths.ts";
import { canShare, type Memory } from "./memory.ts";
import { MOST_SHARDS } from "./split.ts";
import { type Backend, FastTrainer } from "./trainer.ts";
import {
  checkSequence,
  type ClassSteps,
  type FastGradients,
  UnrolledCell,
} from "./unrolled_cell.ts";

/** Options of the fast engine. */
export interface FastOptions {
  /**
   * Number of threads, at most 8, that share a batch of 16 sequences or more; default: the number of cores. It changes only
   * the speed: losses and weights have the same bits for any number. Several threads run in Deno, and in a worker of a page
   * that is cross-origin isolated, if the browser has relaxed SIMD. In Node, in a page itself, and in any other page or worker,
   * one thread does all, whatever the number.
   */
  workers?: number;
  /** Multiplies with OpenBLAS if it is installed; true by default. */
  blas?: boolean;
}

/** Engine in float32: the same results as the readable engine in float64, up to rounding. */
export class FastEngine implements Engine {
  readonly #backend: Backend;
  readonly #unrolled = new WeakMap<Cell, UnrolledCell>();
  readonly #memories: Memory[] = [];

  /** Uses the given backend; `fastEngine` chooses the fastest one available. */
  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /**
   * Description of the backend, for example "WebAssembly SIMD, float32, 2 threads, OpenBLAS 0.3.34". The threads are those
   * that can run here: one where memory cannot be shared, and fewer than before after workers have failed to start.
   */
  get name(): string {
    const { threads, blas } = this.#backend;
    const parts = ["WebAssembly SIMD", "float32", `${threads} thread${threads === 1 ? "" : "s"}`];
    return [...parts, ...(blas ? [blasName()] : [])].join(", ");
  }

  /** Starts the training of a model; throws RangeError unless its cell is an RNN, LSTM or GRU. */
  train(model: Model, optimizer: Optimizer, options: GradientOptions = {}): Promise<Trainer> {
    return Promise.resolve(new FastTrainer(model, optimizer, options, this.#backend));
  }

  /**
   * Unrolls a cell like `unroll`, in float32, for x_1 … x_T as matrices or as classes. `bptt` can use the trace once, until
   * the next `unroll` of the same cell. Throws RangeError for the same inputs as `unroll`.
   */
  unroll(cell: Cell, xs: Matrix[] | ClassSteps, state0?: Matrix): Step[] {
    const [first] = xs, dense = first instanceof Matrix;
    const B = dense ? first.cols : first?.length ?? 0;
    const start = state0 ?? new Matrix(cell.stateSize, B);
    checkSequence(cell, xs, start);
    return this.#unrolledFor(cell, xs.length, B, dense).unroll(xs, start);
  }

  /**
   * Backpropagates like `bptt`, in float32, from direct_t = ∂E_t/∂state_t through a trace of this engine's `unroll`. Throws
   * RangeError for any trace but the cell's last one.
   */
  bptt<P extends Params>(cell: Cell<Step, P>, trace: Step[], direct: Matrix[]): FastGradients<P> {
    checkDirect(trace, direct);
    direct.forEach((dstate, n) => checkOverflow(dstate, `direct[${n}]`));
    const unrolled = this.#unrolled.get(cell as Cell);
    if (!unrolled?.has(trace)) {
      throw new RangeError(
        "Cannot go back through this trace: it is not the last one that this engine unrolled with this cell",
      );
    }
    return unrolled.backward(direct) as FastGradients<P>;
  }

  /** Computes `jacobianPaths` in float32, for any cell; throws RangeError unless the batch is 1. */
  jacobianPaths(cell: Cell, trace: Step[], direct: Matrix[]): FastPaths {
    return new FastPaths(cell, trace, direct, this.#backend.blas, this.#memories);
  }

  /** Returns the cell's last `UnrolledCell` if its shape fits, otherwise a new one. */
  #unrolledFor(cell: Cell, T: number, B: number, dense: boolean): UnrolledCell {
    const last = this.#unrolled.get(cell);
    if (last && last.T === T && last.B === B && last.dense === dense) return last;
    const fresh = new UnrolledCell(cell, T, B, dense, this.#backend.blas);
    this.#unrolled.set(cell, fresh);
    return fresh;
  }
}

/**
 * Returns the fast engine with the fastest backend that this machine has; its `name` describes it.
 * Throws RangeError unless `workers` is a positive integer.
 */
export function fastEngine(options: FastOptions = {}): FastEngine {
  const workers = options.workers ?? (canShare ? navigator.hardwareConcurrency : 1);
  if (!Number.isInteger(workers) || workers < 1) {
    throw new RangeError(
      `Cannot start the fast engine: workers must be a positive integer, got ${workers}`,
    );
  }
  const blas = (options.blas ?? true) && hasBlas();
  return new FastEngine({ threads: canShare ? Math.min(workers, MOST_SHARDS) : 1, blas });
}
