import type { Sizes } from "../training_step.ts";

/** Work that every peer is asked to do: usually a training step of a cell, with 64 classes. */
export interface Workload extends Sizes {
  /** "RNN" or "LSTM"; "product", "ceiling" or a kind of tracing for work that some peers alone can do. */
  cell: string;
}

/** The six training steps that are compared. */
export const WORKLOADS: Workload[] = [[1, 100, 25], [32, 128, 25], [32, 128, 100]].flatMap(
  ([B, H, T]) => ["RNN", "LSTM"].map((cell) => ({ cell, H, B, T })),
);

/** Returns a name such as "RNN, B 32, T 25". */
export function nameOf({ cell, B, T }: Workload): string {
  return `${cell}, B ${B}, T ${T}`;
}

/** Returns the floating-point operations of a training step's products: once forward, twice backward. */
export function flopsOf({ cell, H, B, T }: Workload): number {
  const G = cell === "LSTM" ? 4 * H : H;
  return 6 * T * B * (H * G + H * 64);
}
