import type { Params } from "../cells/cell.ts";
import { type Clip, clipped } from "./clip.ts";
import type { Optimizer } from "./optimizers.ts";

/** Takes ∂E/∂params and changes the weights by one step of an optimizer. */
export type Updater = (dparams: Params) => void;

/** What changes these weights in place, gradient after gradient: for a loop of one's own, where `train` doesn't fit. */
export function updater(params: Params, optimizer: Optimizer, clip?: Clip): Updater {
  const rooms = Object.entries(params).map(([name, W]) => {
    const slots = Array.from({ length: optimizer.slots }, () => new Float64Array(W.data.length));
    return { name, W, slots };
  });
  let step = 0;
  return (dparams) => {
    const held = clipped(dparams, clip);
    step++;
    for (const { name, W, slots } of rooms) optimizer.update(W.data, held[name].data, slots, step);
  };
}
