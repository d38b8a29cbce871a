import type { Params } from "../cells/cell.ts";
import { checkFinite } from "../checks.ts";
import type { Matrix } from "../matrix.ts";
import { applyClip, checkClip, type Clip } from "./clip.ts";
import type { Optimizer } from "./optimizers.ts";

/** Takes ∂E/∂params and changes the weights by one step of an optimizer. */
export type OptimizerStep = (dparams: Params) => void;

/**
 * What changes these weights in place, gradient after gradient: for a loop of one's own, where `train` doesn't fit.
 * Throws RangeError for a clip at less than zero, and before any weight is changed where a gradient is missing, of another
 * shape or not finite.
 */
export function optimizerStep(params: Params, optimizer: Optimizer, clip?: Clip): OptimizerStep {
  checkClip(clip);
  const weights = Object.entries(params).map(([name, W]) => {
    const state = Array.from(
      { length: optimizer.stateCount },
      () => new Float64Array(W.data.length),
    );
    return { name, W, state };
  });
  let step = 0;
  return (dparams) => {
    for (const { name, W } of weights) checkGradient(name, W, dparams[name]);
    const clipped = applyClip(dparams, clip);
    step++;
    for (const { name, W, state } of weights) {
      optimizer.update(W.data, clipped[name].data, state, step);
    }
  };
}

function checkGradient(name: string, W: Matrix, dW: Matrix | undefined): void {
  if (!dW) throw new RangeError(`Cannot change ${name}: its gradient is missing`);
  if (dW.shape !== W.shape) {
    throw new RangeError(`Cannot change ${name} of ${W.shape} by a gradient of ${dW.shape}`);
  }
  checkFinite(dW, `∂E/∂${name}`);
}
