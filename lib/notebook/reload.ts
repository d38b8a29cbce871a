import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

let count = 0;

/** A fresh copy of a module under edit, by its path from the notebook's folder; what it imports itself stays as it was. */
export async function reload<T = Record<string, unknown>>(path: string): Promise<T> {
  return await import(`${pathToFileURL(resolve(path)).href}?reload=${++count}`);
}
