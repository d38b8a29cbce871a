import { join, relative } from "node:path";

/** A notebook that was handed in. */
export interface HandedIn {
  student: string;
  /** Its path below the folder of submissions. */
  path: string;
  /** Where it is. */
  file: string;
}

/**
 * The notebooks below a folder, hidden ones left out. The student is the first folder on the way to the notebook, or
 * else the file's name up to its set: `ana/ps3.ipynb`, `ana/ps3/ps3.ipynb` and `ana_ps3.ipynb` are all ana's.
 */
export async function handedIn(folder: string): Promise<HandedIn[]> {
  const files = (await filesBelow(folder)).sort();
  return files.map((file) => {
    const path = relative(folder, file);
    return { student: studentOf(path), path, file };
  });
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".")) continue;
    if (isDirectory) found.push(...await filesBelow(join(folder, name)));
    else if (name.endsWith(".ipynb")) found.push(join(folder, name));
  }
  return found;
}

function studentOf(path: string): string {
  const [first, ...rest] = path.split(/[\\/]/);
  return rest.length > 0 ? first : first.replace(/\.ipynb$/, "").replace(/[_-]ps\d+.*$/i, "");
}
