import type { Times } from "./race.ts";
import type { Workload } from "./workloads.ts";

/** Everything that a run measures; times in seconds, speeds in FLOP/s. */
export interface Results {
  /** Name and version of each peer. */
  versions: string[][];
  /** Names of this library's configurations. */
  ours: string[];
  /** Peak of one core, and of WebAssembly's 128-bit vectors. */
  peak: number;
  ceiling: number;
  products: { M: number; K: number; N: number; wasm: number; blas: number }[];
  steps: { workload: Workload; times: Times }[];
  /** Times by what is traced. */
  tracing: Record<string, Times>;
}
