/**
 * Files for training: texts too large for memory, and checkpoints.
 * @module
 */
export { openText, type TextFile } from "./text_file.ts";
export { loadResults, type Results } from "./results.ts";
export { loadCheckpoint, saveCheckpoint } from "./checkpoint_file.ts";
