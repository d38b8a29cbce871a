import { type Weights, type Zeros, zerosLikeBatch } from "../layers.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import type { Params } from "../../lib/cells/cell.ts";
import type { Matrix } from "../../lib/matrix.ts";
import { normal, type Random } from "../../lib/random.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";

/** A model that paints images from noise, and can tell a bound of how surprised it is by one. */
export interface GenerativeModel {
  /** The pixels of an image. */
  readonly pixels: number;
  /** Z, the numbers of z_t. */
  readonly latent: number;
  /** T, the steps. */
  readonly steps: number;
  /** The weights at the start. */
  params(random: Random): Params;
  /**
   * The bound −log p(x | z) + Σ_t KL(q(z_t) ‖ p(z_t)) ≥ −log p(x) of each image (pixels × batch) in nats, 1×batch, where z_t is
   * drawn by noise_t from N(0, I), T times Z×batch.
   */
  negativeELBO<V extends TensorOps<V>>(p: Weights<V>, x: V, noise: V[], zeros: Zeros<V>): V;
  /** The canvas after each step where z_t comes from the prior, that is, is noise_t: σ of its entries is the chance of ink. */
  generate<V extends TensorOps<V>>(p: Weights<V>, noise: V[], zeros: Zeros<V>): V[];
}

/** Noise from N(0, 1) for a batch: Z×batch for each step. */
export function latentNoise(
  { latent, steps }: GenerativeModel,
  batch: number,
  random: Random,
): Matrix[] {
  return Array.from({ length: steps }, () => normal(1)(latent, batch, random));
}

/** The bound of each image in nats, in float64: 1×batch. Throws RangeError as `checkPainted`. */
export function negativeELBO(
  painter: GenerativeModel,
  params: Params,
  images: Matrix,
  noise: Matrix[],
): Matrix {
  checkInputs(painter, images, noise);
  const given = noise.map((e) => new Value(e)), zeros = zerosLikeBatch(images.cols);
  return painter.negativeELBO(toValues(params), new Value(images), given, zeros).matrix;
}

/** The chance of ink, pixels × batch, after each step of a painting; throws RangeError for noise other than Z×batch T times. */
export function generateImages(
  painter: GenerativeModel,
  params: Params,
  noise: Matrix[],
): Matrix[] {
  checkNoise(painter, noise[0]?.cols ?? 0, noise);
  const given = noise.map((e) => new Value(e)), zeros = zerosLikeBatch(noise[0].cols);
  return painter.generate(toValues(params), given, zeros).map((c) => c.sigmoid().matrix);
}

/** Throws RangeError for images of another size, pixels outside 0 to 1, and noise of other shapes than Z×batch for T steps. */
export function checkInputs(painter: GenerativeModel, images: Matrix, noise: Matrix[]): void {
  if (images.rows !== painter.pixels) {
    throw new RangeError(
      `Cannot paint images of ${images.rows} pixels: the painter's have ${painter.pixels}`,
    );
  }
  const bad = images.data.find((ink) => !(ink >= 0 && ink <= 1));
  if (bad !== undefined) throw new RangeError(`Cannot paint a pixel of ${bad}: ink is 0 to 1`);
  checkNoise(painter, images.cols, noise);
}

/** Throws RangeError for noise of other shapes than Z×batch for T steps. */
function checkNoise({ latent, steps }: GenerativeModel, batch: number, noise: Matrix[]): void {
  const odd = noise.find(({ rows, cols }) => rows !== latent || cols !== batch);
  if (noise.length === steps && !odd) return;
  throw new RangeError(
    `Cannot paint from ${noise.length} steps of noise of ${odd?.shape ?? `${latent}×${batch}`}: ` +
      `${steps} of ${latent}×${batch} are needed`,
  );
}

/** Throws RangeError unless all sizes are whole and above zero. */
export function checkSizes(sizes: Record<string, number>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (Number.isInteger(size) && size > 0) continue;
    throw new RangeError(`Cannot make a painter with ${name} ${size}: sizes are whole and above 0`);
  }
}
