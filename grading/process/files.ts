import { glob } from "node:fs/promises";
import { basename } from "node:path";
import { Ungradable } from "./submission.ts";

/** Returns the paths of all notebooks below a folder, relative to it and sorted; hidden files and folders are skipped. */
export async function notebooksBelow(folder: string): Promise<string[]> {
  const exclude = (path: string) => basename(path).startsWith(".");
  return (await Array.fromAsync(glob("**/*.ipynb", { cwd: folder, exclude }))).sort();
}

/** Reads a notebook file. Throws Ungradable for a link, for anything but a regular file, if it is too large, or not UTF-8. */
export async function readNotebook(path: string, largest = 50e6): Promise<string> {
  const { isFile, isSymlink, size } = await Deno.lstat(path);
  if (isSymlink) throw new Ungradable("Cannot read it: it is a link to another file");
  if (!isFile) throw new Ungradable("Cannot read it: it is not a regular file");
  if (size > largest) {
    const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
    throw new Ungradable(
      `Cannot read it: it has ${megabytes(size)}, at most ${megabytes(largest)} are allowed`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
  } catch (error) {
    if (error instanceof TypeError) throw new Ungradable("Cannot read it: it is not UTF-8");
    throw error;
  }
}
