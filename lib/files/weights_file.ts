import { checkWeights, decodeWeights, encodeWeights, type SavedWeights } from "../training/mod.ts";
import type { Params } from "../mod.ts";
import { readBytes, writeAtomically } from "./read_write.ts";

/** Writes weights beside their final name first, so that a crash leaves the file that was there. */
export async function saveWeights(path: string, weights: SavedWeights): Promise<void> {
  await writeAtomically(path, encodeWeights(weights));
}

/**
 * The weights of a file for a model with these; throws RangeError where it is missing, cut short or altered, and where a
 * name or a shape differs from the model's.
 */
export async function loadWeights(path: string, model: Params): Promise<SavedWeights> {
  const bytes = await readBytes(path);
  const weights = decodeWeights(bytes);
  checkWeights(weights.params, model);
  return weights;
}
