import { join } from "node:path";

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
