import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

let count = 0;

/** Imports an edited module again, by its path from the notebook's folder; modules that it imports are not reloaded. */
export async function reload<T = Record<string, unknown>>(path: string): Promise<T> {
  return await import(`${pathToFileURL(resolve(path)).href}?reload=${++count}`);
}
