import { join } from "node:path";
import { notebooksBelow } from "../process/files.ts";

/** A submitted notebook. */
export interface SubmittedFile {
  student: string;
  /** Its path below the folder of submissions. */
  path: string;
  /** Its path on this machine. */
  file: string;
}

/**
 * Finds the notebooks below a folder. The student is the first folder of the notebook's path, or, for a file directly in
 * the folder, its name up to the set: `ana/ps3.ipynb`, `ana/ps3/ps3.ipynb` and `ana_ps3.ipynb` are all ana's.
 */
export async function submittedFiles(folder: string): Promise<SubmittedFile[]> {
  const paths = await notebooksBelow(folder);
  return paths.map((path) => ({ student: studentOf(path), path, file: join(folder, path) }));
}

function studentOf(path: string): string {
  const [first, ...rest] = path.split(/[\\/]/);
  return rest.length > 0 ? first : first.replace(/\.ipynb$/, "").replace(/[_-]ps\d+.*$/i, "");
}
