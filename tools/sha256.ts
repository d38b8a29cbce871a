import { sha256 } from "../lib/files/sha256.ts";

export { sha256 };

/** Returns the SHA-256 of a file, in hexadecimal, or "" if it cannot be read. */
export async function checksumOf(path: string): Promise<string> {
  const bytes = await Deno.readFile(path).catch(() => undefined);
  return bytes ? await sha256(bytes) : "";
}
