import type { Batch, Engine, GradientOptions, Model } from "./engine.ts";
import { checkOptions, type Counting, type FitOptions, type History, Training } from "./fit.ts";
import type { Optimizer } from "./optimizers.ts";
import { readableEngine } from "./readable_engine.ts";

/** Options of `train`. */
export interface TrainOptions extends GradientOptions, FitOptions<Batch> {
  /** The optimizer, such as `adam(0.01)`. */
  optimizer: Optimizer;
  /** The engine that computes, by default the readable one in float64. */
  engine?: Engine;
}

/**
 * Trains a model: for each batch it computes E and ∂E/∂params, clips the gradients and takes one optimizer step. The
 * weights are written into the model at each report and at the end, so interrupted training leaves a usable model.
 * Throws RangeError if an option is invalid, and DivergenceError if a loss or a gradient isn't finite.
 */
export async function train(
  model: Model,
  data: Iterable<Batch>,
  options: TrainOptions,
): Promise<History> {
  checkOptions(options);
  const { optimizer, engine = readableEngine } = options;
  const trainer = await engine.train(model, optimizer, options);
  try {
    return await new Training(trainer, options, SEQUENCES).run(data);
  } finally {
    trainer.close();
  }
}

const SEQUENCES: Counting<Batch> = {
  weight: ({ size }) => size,
  predictions,
  restarted: (batch) => ({ ...batch, fresh: true }),
};

/** Returns the number of targets in a batch. */
function predictions({ steps, size, targets }: Batch): number {
  let count = 0;
  if (Array.isArray(targets)) return size * targets.filter((target) => target !== null).length;
  for (let n = 0; n < steps * size; n++) if (targets[n] !== -1) count++;
  return count;
}
