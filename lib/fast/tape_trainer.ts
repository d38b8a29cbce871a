import type { Params } from "../cells/cell.ts";
import { checkClip, type Clip } from "../training/clip.ts";
import type { Optimizer } from "../training/optimizers.ts";
import type { Address } from "./memory.ts";
import { applyOptimizer } from "./optimizer.ts";
import type { FastTape } from "./tape.ts";
import type { FastValue } from "./value.ts";

/** A loss recorded on a fast tape, in training. */
export class TapeTrainer {
  readonly #optimizerState: Address[];
  #step = 0;

  /** Trains the weights of the tape on a recorded loss; throws RangeError for a bound of clipping that can't be used. */
  constructor(
    readonly tape: FastTape,
    loss: FastValue,
    readonly optimizer: Optimizer,
    readonly clip?: Clip,
  ) {
    checkClip(clip);
    tape.finish(loss);
    const { size } = tape.weightRange;
    this.#optimizerState = Array.from(
      { length: optimizer.stateCount },
      () => tape.memory.alloc(size),
    );
  }

  /** How many updates were made. */
  get step(): number {
    return this.#step;
  }

  /** E of what the inputs hold, its gradients, and one step of the optimizer; throws RangeError where one isn't finite. */
  update(): number {
    const { tape, optimizer, clip } = this, { kernels } = tape.memory;
    const E = tape.run();
    checkFinite("the loss", E, this.#step + 1);
    tape.back();
    const { weights, gradients, size } = tape.weightRange;
    const norm = Math.sqrt(kernels.sumSquares(gradients, size));
    checkFinite("the gradient's norm", norm, this.#step + 1);
    this.#step++;
    const place = { weights, gradients, optimizerState: this.#optimizerState, size };
    applyOptimizer(kernels, optimizer, this.#step, clip, norm, place);
    return E;
  }
}

/** Writes values into the matrices of the same names. */
export function writeBack(values: Record<string, FastValue>, params: Params): void {
  for (const [name, value] of Object.entries(values)) value.read(params[name]);
}

function checkFinite(what: string, value: number, step: number): void {
  if (Number.isFinite(value)) return;
  throw new RangeError(`Cannot go on: ${what} is ${value} at step ${step}`);
}
