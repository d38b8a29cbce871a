/**
 * Files for training: loads texts that don't fit in memory, captioned images, features, and results of experiments, and loads
 * and saves weights and checkpoints.
 *
 * @example
 * ```ts
 * import { Matrix } from "@unrolled/rnn";
 * import { loadWeights, saveWeights } from "@unrolled/rnn/files";
 *
 * const path = await Deno.makeTempFile();
 * const params = { W: Matrix.column([0.5, -0.25, 1]) };
 * await saveWeights(path, { params, metadata: {} }); // 1 byte per weight
 * const { params: read } = await loadWeights(path, params); // throws RangeError if names or shapes differ
 * if (Math.abs(read.W.data[0] - 0.5) > 0.01) throw new Error("The weights differ");
 * await Deno.remove(path);
 * ```
 * @module
 */
export { type FileBatchOptions, openText, type TextFile } from "./text_file.ts";
export { type ExperimentResults, loadResults } from "./results.ts";
export { loadCheckpoint, saveCheckpoint } from "./checkpoint_file.ts";
export { type CaptionedImage, type CaptionSet, loadCaptions } from "./caption_set.ts";
export { type ImageFeatures, loadFeatures } from "./features.ts";
export { loadWeights, saveWeights } from "./weights_file.ts";
export {
  loadPictures,
  type PictureColor,
  type PictureLanguage,
  type PictureName,
  type PictureNoun,
  type PictureSet,
  type Sprite,
} from "./pictures.ts";
