import { type Params, zerosLike } from "../cells/cell.ts";
import { checkFinite } from "../checks.ts";
import type { Matrix } from "../matrix.ts";
import { applyClip, checkClip, type Clip } from "./clip.ts";
import type { Optimizer } from "./optimizers.ts";

/** A function that takes ∂E/∂params and updates the weights. */
export type OptimizerStep = (dparams: Params) => void;

/**
 * Returns a function that applies one optimizer step in place, for a custom training loop where `train` doesn't fit.
 * Throws RangeError if the clipping threshold is negative. The function throws RangeError, before any weight changes, if
 * a gradient is missing, has another shape than its weight or isn't finite.
 *
 * @example
 * ```ts
 * import { bptt, oneHot, Readout, RNNCell, seeded, sequenceLoss, unroll } from "@unrolled/rnn";
 * import { adam, optimizerStep } from "@unrolled/rnn/train";
 *
 * const random = seeded(1), cell = new RNNCell(2, 4, random), readout = new Readout(4, 2, random);
 * const update = optimizerStep({ ...cell.params, ...readout.params }, adam(0.1), { norm: 1 });
 * let loss = 0;
 * for (let step = 0; step < 50; step++) {
 *   const trace = unroll(cell, [oneHot(0, 2), oneHot(1, 2)]);
 *   const E = sequenceLoss(readout, trace, [1, 0]);
 *   update({ ...bptt(cell, trace, E.direct).dparams, ...E.dparams });
 *   loss = E.loss;
 * }
 * if (loss > 0.1) throw new Error("The loss did not fall");
 * ```
 */
export function optimizerStep(params: Params, optimizer: Optimizer, clip?: Clip): OptimizerStep {
  checkClip(clip);
  const state = optimizerState(params, optimizer);
  let step = 0;
  return (dparams) => {
    for (const [name, W] of Object.entries(params)) checkGradient(name, W, dparams[name]);
    applyOptimizer(optimizer, params, applyClip(dparams, clip), state, ++step);
  };
}

/** Returns the optimizer's state before the first step: zeros, one record like `params` for each number per weight. */
export function optimizerState(params: Params, { stateCount }: Optimizer): Params[] {
  return Array.from({ length: stateCount }, () => zerosLike(params));
}

/** Applies step number `step` (from 1) of an optimizer to the weights and its state, in place. */
export function applyOptimizer(
  optimizer: Optimizer,
  params: Params,
  dparams: Params,
  state: Params[],
  step: number,
): void {
  for (const [name, { data }] of Object.entries(params)) {
    optimizer.update(data, dparams[name].data, state.map((record) => record[name].data), step);
  }
}

function checkGradient(name: string, W: Matrix, dW: Matrix | undefined): void {
  if (dW?.shape !== W.shape) {
    const found = dW?.shape ?? "none";
    throw new RangeError(`Cannot update ${name}: its gradient must be ${W.shape}, got ${found}`);
  }
  checkFinite(dW, `∂E/∂${name}`);
}
