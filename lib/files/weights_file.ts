import {
  checkWeights,
  decodeWeights,
  encodeWeights,
  type SavedWeights,
} from "../training/weights.ts";
import type { Params } from "../mod.ts";
import type { Origin } from "../training/mod.ts";
import { readBytes, writeAtomically } from "./read_write.ts";

/** Writes weights to a file atomically, so that a crash leaves the previous file intact. */
export async function saveWeights(path: string, weights: SavedWeights): Promise<void> {
  await writeAtomically(path, encodeWeights(weights));
}

/**
 * Reads weights from a file for a model with these parameters, and with this cell and vocabulary if they are given.
 * Throws RangeError if the file is missing, truncated or corrupt, if a name or a shape differs from the model's, or if
 * the file names another cell or vocabulary.
 */
export async function loadWeights(
  path: string,
  model: Params,
  origin: Origin = {},
): Promise<SavedWeights> {
  const weights = decodeWeights(await readBytes(path), `weights in ${path}`);
  checkWeights(weights, model, origin);
  return weights;
}
