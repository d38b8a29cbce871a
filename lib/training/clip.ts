import type { Params } from "../cells/cell.ts";

/** Gradient clipping by the global norm, or of each entry by its absolute value. */
export type Clip = { norm: number } | { value: number };

/** Returns ‖dparams‖ = √Σ dW² over all entries of all matrices, without overflow or underflow. */
export function globalNorm(dparams: Params): number {
  return Math.hypot(...Object.values(dparams).map((dW) => dW.norm()));
}

/**
 * Clips gradients by their global norm: dW · min(1, threshold / ‖dparams‖). This keeps the direction (Pascanu et al.
 * 2013, algorithm 1). A gradient with NaN or infinity has no direction, so check `globalNorm` first. Throws RangeError
 * if the threshold is negative or NaN.
 */
export function clipByNorm<P extends Params>(dparams: P, threshold: number): P {
  checkThreshold(threshold);
  const norm = globalNorm(dparams);
  return norm > threshold ? mapParams(dparams, (dw) => dw * (threshold / norm)) : dparams;
}

/** Clips each entry to [−threshold, threshold]. Throws RangeError if the threshold is negative or NaN. */
export function clipByValue<P extends Params>(dparams: P, threshold: number): P {
  checkThreshold(threshold);
  return mapParams(dparams, (dw) => Math.max(-threshold, Math.min(threshold, dw)));
}

/** Clips gradients as the option says; returns them unchanged without one. */
export function applyClip<P extends Params>(dparams: P, clip?: Clip): P {
  if (!clip) return dparams;
  return "norm" in clip ? clipByNorm(dparams, clip.norm) : clipByValue(dparams, clip.value);
}

/** Throws RangeError if the threshold is negative or NaN. */
export function checkClip(clip?: Clip): void {
  if (clip) checkThreshold("norm" in clip ? clip.norm : clip.value);
}

function checkThreshold(threshold: number): void {
  if (!(threshold >= 0)) {
    throw new RangeError(`Cannot clip: the threshold must be non-negative, got ${threshold}`);
  }
}

function mapParams<P extends Params>(params: P, f: (value: number) => number): P {
  const entries = Object.entries(params).map(([name, A]) => [name, A.map(f)]);
  return Object.fromEntries(entries) as P;
}
