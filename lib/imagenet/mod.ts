/**
 * A CNN trained on ImageNet, which classifies pictures and computes their features for other models, and the decoding of
 * picture files.
 *
 * @module
 */
export {
  type ImageClass,
  ImageNet,
  imageNetHash,
  type ImageNetOptions,
  loadImageNet,
  type PictureFeatures,
} from "./imagenet.ts";
export { fitPicture } from "./fit.ts";
export { decodePicture } from "./decode.ts";
export { type FeatureLayout, quarters } from "./layout.ts";
export { type FeatureSource } from "./cache_file.ts";
export {
  cacheFeatures,
  type CacheOptions,
  type FeatureCache,
  loadFeatureCache,
  pooledCache,
} from "./cache.ts";
export { type Picture } from "../files/picture.ts";
