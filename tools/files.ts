import { cp } from "node:fs/promises";
import { basename } from "node:path";

/** Copies the files and folders below a folder whose names are wanted; names that begin with a dot are left out. */
export function copyFolder(
  from: string,
  to: string,
  wanted: (name: string) => boolean = () => true,
): Promise<void> {
  const isWanted = (name: string) => wanted(name) && !name.startsWith(".");
  return cp(from, to, {
    recursive: true,
    filter: (path) => path === from || isWanted(basename(path)),
  });
}

/** Writes a number of bytes as text, for example "1.2 MB". */
export function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
