import { readFile, rename, writeFile } from "node:fs/promises";

/** The bytes of a file; throws RangeError where it is missing. */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const read = await readFile(path).catch((error) => throwReadError(path, error));
  const { buffer, byteOffset, length } = read;
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, length); // no Buffer: its slice is no copy
}

/** The text of a file; throws RangeError where it is missing. */
export async function readText(path: string): Promise<string> {
  return await readFile(path, "utf8").catch((error) => throwReadError(path, error));
}

/** Writes bytes beside their final name first, so that a crash leaves the file that was there. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}

/** Throws the RangeError that says a file is missing where that was the error, and any other error as it is. */
export function throwReadError(path: string, error: unknown): never {
  if ((error as { code?: string }).code !== "ENOENT") throw error;
  throw new RangeError(`Cannot read ${path}: there is no such file`);
}
