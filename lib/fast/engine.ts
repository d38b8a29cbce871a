import { checkDirect } from "../checks.ts";
import type { Cell, Params, Step } from "../cells/cell.ts";
import type { Engine, GradientOptions, Model, Trainer } from "../training/engine.ts";
import { Matrix } from "../matrix.ts";
import type { Optimizer } from "../training/optimizers.ts";
import { blasName, hasBlas } from "./blas.ts";
import { canShare, type Memory } from "./memory.ts";
import { checkSequence, type ClassSteps, type FastGradients, Sequence } from "./sequence.ts";
import { FastPaths } from "./tracing.ts";
import { FastTrainer, type Paths } from "./trainer.ts";

/** What the fast engine may use. */
export interface FastOptions {
  /** How many threads share a batch of 16 sequences or more; the number of cores unless given. */
  workers?: number;
  /** Whether OpenBLAS multiplies where it is installed; true unless given. */
  blas?: boolean;
}

/** An engine in float32: the same results as the readable one, to rounding. */
export class FastEngine implements Engine {
  readonly #paths: Paths;
  readonly #sequences = new WeakMap<Cell, Sequence>();
  readonly #pool: Memory[] = [];

  /** With these paths; `fastEngine` finds the fastest. */
  constructor(paths: Paths) {
    this.#paths = paths;
  }

  /** Which paths run: "WebAssembly SIMD, float32, 2 threads, OpenBLAS 0.3.34". */
  get name(): string {
    const { threads, blas } = this.#paths;
    const words = [
      "WebAssembly SIMD",
      "float32",
      threads === 1 ? "1 thread" : `${threads} threads`,
    ];
    return [...words, ...(blas ? [blasName()] : [])].join(", ");
  }

  /** Begins to train a model; throws RangeError for a cell other than RNN, LSTM and GRU. */
  train(model: Model, optimizer: Optimizer, restraints: GradientOptions = {}): Promise<Trainer> {
    return Promise.resolve(new FastTrainer(model, optimizer, restraints, this.#paths));
  }

  /**
   * `unroll` of the library in float32, for x_1 … x_T as matrices or as classes. A cell's trace can be gone back through
   * once, until the next `unroll` of the same cell. Throws RangeError as the library's does.
   */
  unroll(cell: Cell, xs: Matrix[] | ClassSteps, state0?: Matrix): Step[] {
    const [first] = xs, dense = first instanceof Matrix;
    const B = dense ? first.cols : first?.length ?? 0;
    const start = state0 ?? new Matrix(cell.stateSize, B);
    checkSequence(cell, xs, start);
    return this.#sequenceFor(cell, xs.length, B, dense).unroll(xs, start);
  }

  /**
   * `bptt` of the library in float32, through a trace of this engine: direct_t = ∂E_t/∂state_t gives ∂E/∂params, ∂E/∂x_t
   * and ∂E/∂state_0. Throws RangeError for a trace of another engine or one whose memory was used again.
   */
  bptt<P extends Params>(cell: Cell<Step, P>, trace: Step[], direct: Matrix[]): FastGradients<P> {
    checkDirect(trace, direct);
    const sequence = this.#sequences.get(cell as Cell);
    if (!sequence?.holds(trace)) {
      throw new RangeError(
        "Cannot go back through this trace: it isn't the last that this engine made with this cell",
      );
    }
    return sequence.backward(direct) as FastGradients<P>;
  }

  /** `jacobianPaths` of the library in float32, for one sequence of any cell; throws RangeError for a batch. */
  jacobianPaths(cell: Cell, trace: Step[], direct: Matrix[]): FastPaths {
    return new FastPaths(cell, trace, direct, this.#paths.blas, this.#pool);
  }

  /** The cell's room for such a sequence, the last one's where it fits. */
  #sequenceFor(cell: Cell, T: number, B: number, dense: boolean): Sequence {
    const last = this.#sequences.get(cell);
    if (last && last.T === T && last.B === B && last.dense === dense) return last;
    const fresh = new Sequence(cell, T, B, dense, this.#paths.blas);
    this.#sequences.set(cell, fresh);
    return fresh;
  }
}

/**
 * The fast engine, on the fastest paths that this machine has; its `name` says which run.
 * Throws RangeError for a number of workers that isn't whole and above zero.
 */
export function fastEngine(options: FastOptions = {}): FastEngine {
  const threads = options.workers ?? (canShare ? navigator.hardwareConcurrency : 1);
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`Cannot share the work among ${threads} threads`);
  }
  const blas = (options.blas ?? true) && hasBlas();
  return new FastEngine({ threads: canShare ? threads : 1, blas });
}
