import { join, relative } from "node:path";
import { Ungradable } from "../../lib/check/process/submission.ts";

/** A notebook that was handed in. */
export interface HandedIn {
  student: string;
  /** Below the folder of submissions. */
  path: string;
  /** Its text, read at need; throws Ungradable where it can't be had. */
  read(): Promise<string>;
}

const LARGEST = 10e6; // bytes of a notebook: with outputs a big one has one or two million

/**
 * The notebooks below a folder, hidden ones left out. The student is the first folder on the way to the notebook, or
 * else the file's name up to its set: `ana/ps3.ipynb`, `ana/ps3/ps3.ipynb` and `ana_ps3.ipynb` are all ana's.
 */
export async function handedIn(folder: string): Promise<HandedIn[]> {
  const paths = (await pathsBelow(folder)).map((path) => relative(folder, path)).sort();
  return paths.map((path) => ({
    student: studentOf(path),
    path,
    read: () => read(join(folder, path)),
  }));
}

async function pathsBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".")) continue;
    if (isDirectory) found.push(...await pathsBelow(join(folder, name)));
    else if (name.endsWith(".ipynb")) found.push(join(folder, name));
  }
  return found;
}

function studentOf(path: string): string {
  const [first, ...rest] = path.split(/[\\/]/);
  return rest.length > 0 ? first : first.replace(/\.ipynb$/, "").replace(/[_-]ps\d+$/, "");
}

async function read(path: string): Promise<string> {
  const { isFile, isSymlink, size } = await Deno.lstat(path);
  if (isSymlink) throw new Ungradable("Cannot read it: it is a link to another file");
  if (!isFile) throw new Ungradable("Cannot read it: it is no plain file");
  if (size > LARGEST) {
    throw new Ungradable(
      `Cannot read it: ${Math.round(size / 1e6)} MB, a notebook has ${LARGEST / 1e6} MB at most`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path));
  } catch (error) {
    if (error instanceof TypeError) throw new Ungradable("Cannot read it: it is not UTF-8");
    throw new Ungradable(`Cannot read it: ${(error as Error).message}`);
  }
}
