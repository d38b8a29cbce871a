import type { Params } from "../cells/cell.ts";

/** How gradients are held back: by their norm over all weights together, or each entry by its size. */
export type Clip = { norm: number } | { value: number };

/** ‖dparams‖ = √Σ dW², over all entries of all matrices; neither overflows nor underflows. */
export function globalNorm(dparams: Params): number {
  return Math.hypot(...Object.values(dparams).map((dW) => dW.norm()));
}

/**
 * Clipping by norm: dW · min(1, threshold / ‖dparams‖), which keeps the direction (Pascanu et al. 2013, algorithm 1).
 * A gradient that isn't finite has no direction to keep: ask `globalNorm` before. Throws RangeError for a negative
 * threshold or NaN.
 */
export function clipByNorm<P extends Params>(dparams: P, threshold: number): P {
  checkThreshold(threshold);
  const norm = globalNorm(dparams);
  return norm > threshold ? mapParams(dparams, (dw) => dw * (threshold / norm)) : dparams;
}

/** Clipping by value: each entry held between −threshold and threshold. Throws RangeError for a negative threshold or NaN. */
export function clipByValue<P extends Params>(dparams: P, threshold: number): P {
  checkThreshold(threshold);
  return mapParams(dparams, (dw) => Math.max(-threshold, Math.min(threshold, dw)));
}

/** The gradients clipped as asked, or as they are. */
export function applyClip<P extends Params>(dparams: P, clip?: Clip): P {
  if (!clip) return dparams;
  return "norm" in clip ? clipByNorm(dparams, clip.norm) : clipByValue(dparams, clip.value);
}

/** Throws RangeError where a clip's threshold is negative or NaN. */
export function checkClip(clip?: Clip): void {
  if (clip) checkThreshold("norm" in clip ? clip.norm : clip.value);
}

function checkThreshold(threshold: number): void {
  if (!(threshold >= 0)) {
    throw new RangeError(`Cannot clip at ${threshold}: a threshold isn't negative`);
  }
}

function mapParams<P extends Params>(params: P, f: (value: number) => number): P {
  const entries = Object.entries(params).map(([name, A]) => [name, A.map(f)]);
  return Object.fromEntries(entries) as P;
}
