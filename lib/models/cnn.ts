import type { Params } from "../cells/cell.ts";
import { Matrix } from "../matrix.ts";
import { type Maps, pooledMaps, sizeOf } from "../patches.ts";
import { type Random, scaled } from "../random.ts";
import type { Taped } from "../taped.ts";

/** One convolution of a network: how many maps it makes, and whether 2×2 pooling follows. */
export interface ConvLayer {
  channels: number;
  pools: boolean;
}

/** What a convolutional network is made of: convolutions of 3×3 patches with ReLU, then one affine layer with ReLU. */
export interface CNNShape {
  /** The maps of the image. */
  image: Maps;
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
export function mapsOf({ image, layers }: CNNShape): Maps[] {
  const maps = [image];
  for (const { channels, pools } of layers) {
    const made = { ...maps.at(-1)!, channels };
    maps.push(pools ? pooledMaps(made) : made);
  }
  return maps;
}

/** The weights K1, k1, K2, … of the convolutions and Wv, bv of the affine layer, N(0, 2 / inputs) as ReLU wants it (He et al. 2015). */
export function cnnParams(shape: CNNShape, random: Random): Params {
  const init = scaled(Math.SQRT2), maps = mapsOf(shape), params: Params = {};
  shape.layers.forEach(({ channels }, n) => {
    params[`K${n + 1}`] = init(channels, maps[n].channels * PATCH * PATCH, random);
    params[`k${n + 1}`] = new Matrix(channels, 1);
  });
  params.Wv = init(shape.features, sizeOf(maps.at(-1)!), random);
  params.bv = new Matrix(shape.features, 1);
  return params;
}

/** Convolution as the dense product of patches: maps of K ∗ image + k, one for each row of K. */
export function convolve<V extends Taped<V>>(K: V, k: V, image: V, maps: Maps): V {
  const { height, width } = maps, B = image.cols;
  return K.matmul(image.patches(maps, PATCH)).addColumn(k).reshape(K.rows * height * width, B);
}

/** v = ReLU(Wv a + bv), the features of images (pixels × batch), a what the convolutions, ReLU and pooling leave. */
export function see<V extends Taped<V>>(shape: CNNShape, p: Record<string, V>, images: V): V {
  const maps = mapsOf(shape);
  let a = images;
  shape.layers.forEach(({ channels, pools }, n) => {
    a = convolve(p[`K${n + 1}`], p[`k${n + 1}`], a, maps[n]).relu();
    if (pools) a = a.maxPool({ ...maps[n], channels });
  });
  return p.Wv.matmul(a).addColumn(p.bv).relu();
}
