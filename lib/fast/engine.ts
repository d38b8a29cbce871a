import type { Clip } from "../clip.ts";
import type { Engine, Model, Trainer } from "../engine.ts";
import type { Optimizer } from "../optimizers.ts";
import { blasName, openLibrary } from "./blas.ts";
import { canShare } from "./memory.ts";
import { FastTrainer, type Paths } from "./trainer.ts";

/** What the fast engine may use. */
export interface FastOptions {
  /** How many threads share a batch of 16 sequences or more; the number of cores unless given. */
  workers?: number;
  /** Whether OpenBLAS multiplies where it is installed; true unless given. */
  blas?: boolean;
}

/** An engine in float32: the same results as the readable one, to rounding. */
export interface FastEngine extends Engine {
  train(model: Model, optimizer: Optimizer, clip?: Clip): Promise<Trainer>;
}

/**
 * The fast engine, on the fastest paths that this machine has; `name` says which run.
 * Throws RangeError for a number of workers that isn't whole and above zero.
 */
export function fastEngine(options: FastOptions = {}): Promise<FastEngine> {
  const wanted = options.workers ?? navigator.hardwareConcurrency;
  if (!Number.isInteger(wanted) || wanted < 1) {
    throw new RangeError(`Cannot share the work among ${wanted} threads`);
  }
  const threads = canShare ? wanted : 1;
  const blas = (options.blas ?? true) && openLibrary() !== null;
  const paths: Paths = { threads, blas };
  const name = `WebAssembly SIMD, float32, ${threads === 1 ? "1 thread" : `${threads} threads`}${
    blas ? `, ${blasName()}` : ""
  }`;
  return Promise.resolve({
    name,
    train: (model, optimizer, clip) =>
      Promise.resolve(new FastTrainer(model, optimizer, clip, paths)),
  });
}
