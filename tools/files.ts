import { join } from "node:path";

/** Copies a folder: what is wanted by its name, in its folders too; names that begin with a dot stay behind. */
export async function copyFolder(
  from: string,
  to: string,
  wanted: (name: string) => boolean = () => true,
): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (!wanted(name) || name.startsWith(".")) continue;
    if (isDirectory) await copyFolder(join(from, name), join(to, name), wanted);
    else if (isFile) await Deno.copyFile(join(from, name), join(to, name));
  }
}

/** The SHA-256 of bytes, in hexadecimal. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A number of bytes in words. */
export function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
