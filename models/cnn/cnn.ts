import type { Params } from "../../lib/cells/cell.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { type ImageShape, pooledShape, sizeOf } from "../../lib/autodiff/im2col.ts";
import { lecunNormal, type Random } from "../../lib/random.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";
import { applyAffine } from "../layers.ts";

/** A convolutional layer, optionally followed by 2×2 max pooling. */
export interface ConvLayer {
  /** The number of output channels. */
  channels: number;
  /** True if pooling halves height and width. */
  pools: boolean;
}

/** The shape of a CNN: 3×3 convolutions with ReLU, then one affine layer with ReLU. */
export interface CNNShape {
  /** The shape of the input image. */
  image: ImageShape;
  /** The convolutions, from the image on. */
  layers: ConvLayer[];
  /** The number of features in v. */
  features: number;
}

const PATCH = 3;

/** The network for scenes of 24×24 pixels: 16, 32 and 32 channels, pooled to 6×6, then 128 features. */
export const sceneCNN: CNNShape = {
  image: { channels: 1, height: 24, width: 24 },
  layers: [
    { channels: 16, pools: true },
    { channels: 32, pools: true },
    { channels: 32, pools: false },
  ],
  features: 128,
};

/** The network for single digits of 8×8 pixels. */
export const digitCNN: CNNShape = {
  image: { channels: 1, height: 8, width: 8 },
  layers: [{ channels: 16, pools: true }],
  features: 64,
};

/** Returns the input shape of each convolution and, last, of the affine layer. */
export function layerShapes({ image, layers }: CNNShape): ImageShape[] {
  const maps = [image];
  for (const { channels, pools } of layers) {
    const made = { ...maps.at(-1)!, channels };
    maps.push(pools ? pooledShape(made) : made);
  }
  return maps;
}

/** Returns weights K1, k1, K2, … of the convolutions and Wv, bv of the affine layer, from N(0, 2 / inputs) because ReLU halves the variance (He et al. 2015). */
export function cnnParams(shape: CNNShape, random: Random): Params {
  const init = lecunNormal(Math.SQRT2), maps = layerShapes(shape), params: Params = {};
  shape.layers.forEach(({ channels }, n) => {
    params[`K${n + 1}`] = init(channels, maps[n].channels * PATCH * PATCH, random);
    params[`k${n + 1}`] = new Matrix(channels, 1);
  });
  params.Wv = init(shape.features, sizeOf(maps.at(-1)!), random);
  params.bv = new Matrix(shape.features, 1);
  return params;
}

/** Computes the convolution K ∗ image + k as a product with patches: one output channel for each row of K. */
export function convolve<V extends TensorOps<V>>(K: V, k: V, image: V, maps: ImageShape): V {
  const { height, width } = maps, B = image.cols;
  return K.matmul(image.im2col(maps, PATCH)).addColumn(k).reshape(K.rows * height * width, B);
}

/** Computes the features v = ReLU(Wv a + bv) of images (pixels × batch), where a is the output of the last convolution. */
export function cnnFeatures<V extends TensorOps<V>>(
  shape: CNNShape,
  p: Record<string, V>,
  images: V,
): V {
  const maps = layerShapes(shape);
  let a = images;
  shape.layers.forEach(({ channels, pools }, n) => {
    a = convolve(p[`K${n + 1}`], p[`k${n + 1}`], a, maps[n]).relu();
    if (pools) a = a.maxPool({ ...maps[n], channels });
  });
  return applyAffine(p, "v", a).relu();
}

/** Returns the weights of a CNN classifier: those of `cnnParams`, and Wc, bc of the scores Wc v + bc. */
export function imageClassifierParams(shape: CNNShape, classes: number, random: Random): Params {
  const Wc = lecunNormal()(classes, shape.features, random), bc = new Matrix(classes, 1);
  return { ...cnnParams(shape, random), Wc, bc };
}

/** Computes the scores Wc v + bc of images (pixels × batch), classes × batch; softmax turns them into probabilities. */
export function imageClassScores<V extends TensorOps<V>>(
  shape: CNNShape,
  p: Record<string, V>,
  images: V,
): V {
  return applyAffine(p, "c", cnnFeatures(shape, p, images));
}

const AT_ONCE = 64; // images, because their patches take 9 times their memory

/** Computes the features v of images (pixels × batch) in float64, features × batch. */
export function extractFeatures(shape: CNNShape, params: Params, images: Matrix): Matrix {
  const p = toValues(params), T = images.T, parts: Matrix[] = [];
  for (let from = 0; from < images.cols; from += AT_ONCE) {
    const some = T.sliceRows(from, Math.min(from + AT_ONCE, images.cols)).T;
    parts.push(cnnFeatures(shape, p, new Value(some)).matrix);
  }
  return Matrix.blocks([parts]);
}
