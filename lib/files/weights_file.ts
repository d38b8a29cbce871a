import {
  checkWeights,
  decodeWeights,
  encodeWeights,
  type SavedWeights,
} from "../training/weights.ts";
import type { Params } from "../mod.ts";
import { readBytes, writeAtomically } from "./read_write.ts";

/** Writes weights to a file atomically, so that a crash leaves the previous file intact. */
export async function saveWeights(path: string, weights: SavedWeights): Promise<void> {
  await writeAtomically(path, encodeWeights(weights));
}

/**
 * Reads weights from a file for a model with these parameters. Throws RangeError if the file is missing, truncated or
 * corrupt, or if a name or a shape differs from the model's.
 */
export async function loadWeights(path: string, model: Params): Promise<SavedWeights> {
  const bytes = await readBytes(path);
  const weights = decodeWeights(bytes);
  checkWeights(weights.params, model);
  return weights;
}
