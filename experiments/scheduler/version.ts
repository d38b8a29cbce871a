import { join } from "node:path";
import { root } from "../../tools/paths.ts";
import { checksumOf, sha256 } from "../../tools/sha256.ts";

/** The causes of the bits of an outcome: the Deno, and the files of the checkout that a run can read. */
export interface Version {
  deno: string;
  /** Hash of all files. */
  hash: string;
  /** Checksum of each file, by its path in the checkout. */
  files: Record<string, string>;
}

const FOLDERS = ["lib", "models", "datasets", "experiments", "tools"];
/** Files outside of these folders; the CNN is also an outcome, which the captioners' runs read. */
const FILES = ["deno.json", "deno.lock", "data/results/captioning/cnn.bin"];

/** Returns the version of a checkout, whose `data/results` is not part of it. */
export async function versionHere(folder = root): Promise<Version> {
  const data = namesIn(join(folder, "data")).filter(({ isFile }) => isFile);
  const paths = [
    ...FOLDERS.flatMap((name) => filesBelow(folder, name)),
    ...data.map(({ name }) => `data/${name}`),
    ...FILES,
  ].sort();
  const sums = await Promise.all(paths.map((path) => checksumOf(join(folder, path))));
  const files = Object.fromEntries(paths.map((path, n) => [path, sums[n].slice(0, 12)]));
  const hash = (await sha256(new TextEncoder().encode(JSON.stringify(files)))).slice(0, 12);
  return { deno: Deno.version.deno, hash, files };
}

/** Returns the programs and data below a folder, without what other programs leave there. */
function filesBelow(top: string, folder: string): string[] {
  return namesIn(join(top, folder)).flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return name === "node_modules" ? [] : filesBelow(top, path);
    return /\.(ts|json|txt|csv|bin)$/.test(name) ? [path] : [];
  });
}

function namesIn(folder: string): Deno.DirEntry[] {
  return [...Deno.readDirSync(folder)].filter(({ name }) => !name.startsWith("."));
}
