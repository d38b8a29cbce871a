import { decodeCheckpoint, encodeCheckpoint, type Snapshot } from "../training/mod.ts";
import { readBytes, writeAtomically } from "./read_write.ts";

/** Writes a snapshot to a file atomically, so that a crash leaves the previous file intact. */
export async function saveCheckpoint(path: string, snapshot: Snapshot): Promise<void> {
  await writeAtomically(path, encodeCheckpoint(snapshot));
}

/**
 * Reads a snapshot from a file. Throws RangeError, with the path, if it is missing, truncated, corrupt or not a
 * checkpoint.
 */
export async function loadCheckpoint(path: string): Promise<Snapshot> {
  const bytes = await readBytes(path);
  return decodeCheckpoint(bytes, `checkpoint in ${path}`);
}
