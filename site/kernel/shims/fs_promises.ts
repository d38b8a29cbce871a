// node:fs/promises in a page.
import { appendFile, readFile as readBytes, rename, writeFile as writeBytes } from "../files.ts";

/** Reads a file, as text if an encoding is given. */
export async function readFile(path: string | URL, encoding?: string): Promise<unknown> {
  const bytes = await readBytes(path);
  return encoding ? new TextDecoder(encoding).decode(bytes) : bytes;
}

/** Writes bytes or text. */
export function writeFile(path: string | URL, data: Uint8Array | string): Promise<void> {
  return writeBytes(path, typeof data === "string" ? new TextEncoder().encode(data) : data);
}

export { appendFile, rename };
