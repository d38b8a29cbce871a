import { type Weights, type Zeros, zerosLikeBatch } from "../layers.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { Params } from "../../lib/cells/cell.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { normal, type Random } from "../../lib/random.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";

/** A latent-variable model of images that generates samples and computes a bound on −log p(x). */
export interface GenerativeModel {
  /** The number of pixels of an image. */
  readonly pixels: number;
  /** Z, the number of latent variables in z_t. */
  readonly latent: number;
  /** T, the number of time steps. */
  readonly steps: number;
  /** Returns initial weights. */
  params(random: Random): Params;
  /**
   * Computes the bound −log p(x | z) + Σ_t KL(q(z_t) ‖ p(z_t)) ≥ −log p(x) of each image (pixels × batch) in nats, 1×batch. z_t
   * is sampled with noise_t from N(0, I), Z×batch for each of T time steps.
   */
  negativeELBO<V extends TensorOps<V>>(p: Weights<V>, x: V, noise: V[], zeros: Zeros<V>): V;
  /** Computes the canvas after each time step for z_t = noise_t from the prior; σ of its entries is the probability of ink. */
  generate<V extends TensorOps<V>>(p: Weights<V>, noise: V[], zeros: Zeros<V>): V[];
}

/** Returns noise from N(0, 1): Z×batch for each time step. */
export function latentNoise(
  { latent, steps }: GenerativeModel,
  batch: number,
  random: Random,
): Matrix[] {
  return Array.from({ length: steps }, () => normal(1)(latent, batch, random));
}

/** Computes the negative ELBO of each image in nats, in float64: 1×batch. Throws RangeError for images or noise of another shape, and for pixels outside 0 to 1. */
export function negativeELBO(
  model: GenerativeModel,
  params: Params,
  images: Matrix,
  noise: Matrix[],
): Matrix {
  checkInputs(model, images, noise);
  const given = noise.map((e) => new Value(e)), zeros = zerosLikeBatch(images.cols);
  return model.negativeELBO(toValues(params), new Value(images), given, zeros).matrix;
}

/** Generates images: the probability of ink, pixels × batch, after each time step. Throws RangeError unless the noise is Z×batch for each of T time steps. */
export function generateImages(
  model: GenerativeModel,
  params: Params,
  noise: Matrix[],
): Matrix[] {
  checkNoise(model, noise[0]?.cols ?? 0, noise);
  const given = noise.map((e) => new Value(e)), zeros = zerosLikeBatch(noise[0].cols);
  return model.generate(toValues(params), given, zeros).map((c) => c.sigmoid().matrix);
}

/** Throws RangeError for images of another size, pixels outside 0 to 1, and noise other than Z×batch for each of T time steps. */
export function checkInputs(model: GenerativeModel, images: Matrix, noise: Matrix[]): void {
  if (images.rows !== model.pixels) {
    throw new RangeError(
      `Cannot paint images of ${images.rows} pixels: the painter's have ${model.pixels}`,
    );
  }
  const bad = images.data.find((ink) => !(ink >= 0 && ink <= 1));
  if (bad !== undefined) throw new RangeError(`Cannot paint a pixel of ${bad}: ink is 0 to 1`);
  checkNoise(model, images.cols, noise);
}

/** Throws RangeError unless the noise is Z×batch for each of T time steps. */
function checkNoise({ latent, steps }: GenerativeModel, batch: number, noise: Matrix[]): void {
  const odd = noise.find(({ rows, cols }) => rows !== latent || cols !== batch);
  if (noise.length === steps && !odd) return;
  throw new RangeError(
    `Cannot use noise: expected ${steps} time steps of ${latent}×${batch}, ` +
      `got ${noise.length} of ${odd?.shape ?? `${latent}×${batch}`}`,
  );
}
