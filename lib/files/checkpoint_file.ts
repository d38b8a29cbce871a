import { decodeCheckpoint, encodeCheckpoint, type Snapshot } from "../mod.ts";

/** Writes a snapshot beside its final name first, so that a crash leaves the file that was there. */
export async function saveCheckpoint(path: string, snapshot: Snapshot): Promise<void> {
  await Deno.writeFile(`${path}.part`, encodeCheckpoint(snapshot));
  await Deno.rename(`${path}.part`, path);
}

/** The snapshot of a file; throws RangeError where it is missing, cut short, altered or no checkpoint. */
export async function loadCheckpoint(path: string): Promise<Snapshot> {
  const bytes = await Deno.readFile(path).catch(() => {
    throw new RangeError(`Cannot read ${path}: there is no such file`);
  });
  return decodeCheckpoint(bytes);
}
