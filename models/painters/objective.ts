import type { Objective } from "../../lib/fast/tape_trainer.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { checkInputs, type GenerativeModel } from "./generative_model.ts";

/** A batch of images with the noise from which the latents are drawn. */
export interface NoisyImages {
  /** Pixels × batch, from 0 to 1. */
  images: Matrix;
  /** Z × batch for each of T steps, from N(0, 1): see `latentNoise`. */
  noise: Matrix[];
}

/**
 * Returns the mean negative ELBO of a generative model, in nats per image, for `TapeTrainer`. Its output "negativeELBO" is
 * 1×batch, the bound of each image. Loading throws RangeError like `negativeELBO`.
 */
export function elboObjective(model: GenerativeModel): Objective<NoisyImages> {
  return (tape, p) => {
    const input = tape.input(model.pixels);
    const noiseInputs = Array.from({ length: model.steps }, () => tape.input(model.latent));
    const negativeELBO = model.negativeELBO(p, input, noiseInputs, (rows) => tape.input(rows));
    return {
      loss: negativeELBO.batchMean(),
      outputs: { negativeELBO },
      load({ images, noise }) {
        checkInputs(model, images, noise);
        input.write(images);
        noise.forEach((ε, t) => noiseInputs[t].write(ε));
      },
    };
  };
}
