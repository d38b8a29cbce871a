import { readFile, rename, writeFile } from "node:fs/promises";
import { decodeText } from "./utf8.ts";

/** Reads the bytes of a file. Throws RangeError if it is missing. */
export async function readBytes(path: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  const read = await readFile(path).catch((error) => throwReadError(`${path}`, error));
  const { buffer, byteOffset, length } = read;
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, length); // no Buffer, whose slice() doesn't copy
}

/** Reads the text of a file, without its byte order mark. Throws RangeError if it is missing or not UTF-8. */
export async function readText(path: string): Promise<string> {
  return decodeText(await readBytes(path), path);
}

/** Writes a file under a temporary name and renames it, so that a crash leaves the previous file intact. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}

/** Rethrows an error of the file system, as a RangeError if the file is missing. */
export function throwReadError(path: string, error: unknown): never {
  if ((error as { code?: string }).code !== "ENOENT") throw error;
  throw new RangeError(`Cannot read ${path}: there is no such file`);
}
