import { join } from "node:path";
import { toBase64 } from "../lib/plot/base64.ts";
import { root } from "../tools/paths.ts";

/** The paths in the checkout of the files that were written since `takeWritten` was last called. */
const paths = new Set<string>();

/** Notes that a task has written a file, which then comes back with its outcome. */
export function noteWritten(path: string): void {
  paths.add(path);
}

/** Returns the noted files, by their path in the checkout, in base64, and forgets them. */
export async function takeWritten(): Promise<Record<string, string>> {
  const taken = [...paths];
  paths.clear();
  const contents = await Promise.all(taken.map((path) => Deno.readFile(join(root, path))));
  return Object.fromEntries(taken.map((path, n) => [path, toBase64(contents[n])]));
}
