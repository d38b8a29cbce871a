import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/paths.ts";

/** The site's own pages, style and templates. */
export const siteFolder = join(root, "site");

/** Temporary files, which git ignores: executed notebooks, the source that Sphinx reads, and its cache. */
export const buildFolder = join(root, ".tmp", "site");
export const source = join(buildFolder, "source");

/** The finished site. */
export const html = join(siteFolder, "html");

/** Returns the paths of all files in a folder and its subfolders. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
