import { decodeCheckpoint, encodeCheckpoint, type Snapshot } from "../training/mod.ts";
import { readBytes, writeAtomically } from "./read_write.ts";

/** Writes a snapshot beside its final name first, so that a crash leaves the file that was there. */
export async function saveCheckpoint(path: string, snapshot: Snapshot): Promise<void> {
  await writeAtomically(path, encodeCheckpoint(snapshot));
}

/** The snapshot of a file; throws RangeError where it is missing, cut short, altered or no checkpoint. */
export async function loadCheckpoint(path: string): Promise<Snapshot> {
  const bytes = await readBytes(path);
  return decodeCheckpoint(bytes);
}
