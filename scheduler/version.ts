import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tools/paths.ts";
import { checksumOf, sha256 } from "../tools/sha256.ts";

/** The files of the checkout on which the outcomes of a kind of task depend. */
export interface Sources {
  /** Folders, whose programs and data count. */
  folders: string[];
  files: string[];
}

/** All that determines an outcome bit for bit: the version of Deno, and the files of the checkout that a task can read. */
export interface Version {
  deno: string;
  /** Hash of all files. */
  hash: string;
  /** Checksum of each file, by its path in the checkout. */
  files: Record<string, string>;
}

const OUTCOMES = "data/results";

/** Returns the version of those files in a checkout; a file that it does not have is left out. */
export async function versionHere(
  { folders, files: single }: Sources,
  top = root,
): Promise<Version> {
  const below = folders.flatMap((name) => filesBelow(top, name));
  const paths = [...below, ...single.filter((path) => existsSync(join(top, path)))].sort();
  const sums = await Promise.all(paths.map((path) => checksumOf(join(top, path))));
  const files = Object.fromEntries(paths.map((path, n) => [path, sums[n].slice(0, 12)]));
  const hash = (await sha256(new TextEncoder().encode(JSON.stringify(files)))).slice(0, 12);
  return { deno: Deno.version.deno, hash, files };
}

/** Returns the programs and data below a folder, without outcomes and what other programs leave there. */
function filesBelow(top: string, folder: string): string[] {
  return namesIn(join(top, folder)).flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) {
      return name === "node_modules" || path === OUTCOMES ? [] : filesBelow(top, path);
    }
    return /\.(ts|json|ipynb|txt|csv|bin)$/.test(name) ? [path] : [];
  });
}

function namesIn(folder: string): Deno.DirEntry[] {
  if (!existsSync(folder)) return [];
  return [...Deno.readDirSync(folder)].filter(({ name }) => !name.startsWith("."));
}
