import { join } from "node:path";
import { Ungradable } from "./submission.ts";

/** The notebooks at a path: the file itself, or all below the folder; links and hidden folders are passed by. */
export async function notebooksIn(path: string): Promise<string[]> {
  const { isFile, isSymlink } = await Deno.lstat(path);
  if (isSymlink) return [];
  if (isFile) return path.endsWith(".ipynb") ? [path] : [];
  const found: string[] = [];
  for await (const { name } of Deno.readDir(path)) {
    if (!name.startsWith(".")) found.push(...await notebooksIn(join(path, name)));
  }
  return found.sort();
}

/** The text of a notebook file; throws Ungradable for a link, for what is no plain file, too large, or not UTF-8. */
export async function readNotebook(path: string, largest = 50e6): Promise<string> {
  const { isFile, isSymlink, size } = await Deno.lstat(path);
  if (isSymlink) throw new Ungradable("Cannot read it: it is a link to another file");
  if (!isFile) throw new Ungradable("Cannot read it: it is no plain file");
  if (size > largest) {
    const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
    throw new Ungradable(
      `Cannot read it: ${megabytes(size)}, a notebook has ${megabytes(largest)} at most`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
  } catch (error) {
    if (error instanceof TypeError) throw new Ungradable("Cannot read it: it is not UTF-8");
    throw error;
  }
}
