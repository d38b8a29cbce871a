import type { Params } from "../../lib/cells/cell.ts";
import { toValues } from "../../lib/autodiff/tape_cell.ts";
import { Matrix } from "../../lib/matrix.ts";
import { type ImageShape, pooledShape, sizeOf } from "../../lib/autodiff/im2col.ts";
import { lecunNormal, type Random } from "../../lib/random.ts";
import { Value } from "../../lib/autodiff/value.ts";
import type { TensorOps } from "../../lib/autodiff/tensor_ops.ts";

/** One convolution of a network: how many maps it makes, and whether 2×2 pooling follows. */
export interface ConvLayer {
  /** How many maps it makes. */
  channels: number;
  /** Whether pooling halves their sides. */
  pools: boolean;
}

/** What a convolutional network is made of: convolutions of 3×3 patches with ReLU, then one affine layer with ReLU. */
export interface CNNShape {
  /** The maps of the image. */
  image: ImageShape;
  /** From the image upwards. */
  layers: ConvLayer[];
  /** How many features v has. */
  features: number;
}

const PATCH = 3;

/** The network for scenes of 24×24 pixels: 16, 32 and 32 maps, pooled to 6×6, then v. */
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

/** The maps that each convolution sees, and last those that the affine layer sees. */
export function layerShapes({ image, layers }: CNNShape): ImageShape[] {
  const maps = [image];
  for (const { channels, pools } of layers) {
    const made = { ...maps.at(-1)!, channels };
    maps.push(pools ? pooledShape(made) : made);
  }
  return maps;
}

/** The weights K1, k1, K2, … of the convolutions and Wv, bv of the affine layer, N(0, 2 / inputs) as ReLU wants it (He et al. 2015). */
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

/** Convolution as the dense product of patches: maps of K ∗ image + k, one for each row of K. */
export function convolve<V extends TensorOps<V>>(K: V, k: V, image: V, maps: ImageShape): V {
  const { height, width } = maps, B = image.cols;
  return K.matmul(image.im2col(maps, PATCH)).addColumn(k).reshape(K.rows * height * width, B);
}

/** v = ReLU(Wv a + bv), the features of images (pixels × batch), a what the convolutions, ReLU and pooling leave. */
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
  return p.Wv.matmul(a).addColumn(p.bv).relu();
}

/** Weights of a network that tells classes apart: the CNN's, and Wc, bc of the scores Wc v + bc. */
export function classifierParams(shape: CNNShape, classes: number, random: Random): Params {
  const Wc = lecunNormal()(classes, shape.features, random), bc = new Matrix(classes, 1);
  return { ...cnnParams(shape, random), Wc, bc };
}

/** The scores Wc v + bc of images (pixels × batch), classes × batch: softmax makes probabilities of them. */
export function cnnClassScores<V extends TensorOps<V>>(
  shape: CNNShape,
  p: Record<string, V>,
  images: V,
): V {
  return p.Wc.matmul(cnnFeatures(shape, p, images)).addColumn(p.bc);
}

const AT_ONCE = 64; // images whose patches are in memory together

/** The features v of images (pixels × batch), features × batch. */
export function extractFeatures(shape: CNNShape, params: Params, images: Matrix): Matrix {
  const p = toValues(params), T = images.T, parts: Matrix[] = [];
  for (let from = 0; from < images.cols; from += AT_ONCE) {
    const some = T.sliceRows(from, Math.min(from + AT_ONCE, images.cols)).T;
    parts.push(cnnFeatures(shape, p, new Value(some)).matrix);
  }
  return Matrix.blocks([parts]);
}
