/**
 * Files for training: texts too large for memory, captioned images, and checkpoints.
 * @module
 */
export { openText, type TextFile } from "./text_file.ts";
export { loadResults, type Results } from "./results.ts";
export { loadCheckpoint, saveCheckpoint } from "./checkpoint_file.ts";
export { type CaptionedImage, type CaptionSet, loadCaptions } from "./caption_set.ts";
export { type Features, loadFeatures } from "./features.ts";
export { loadWeights, saveWeights } from "./weights_file.ts";
