import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";

/** The site's own pages, style and templates. */
export const siteFolder = join(root, "site");

/** Temporary files, which git ignores: executed notebooks, the source that Sphinx reads, and its cache. */
export const buildFolder = join(root, ".tmp", "site");
export const source = join(buildFolder, "source");

/** The finished site. */
export let html = join(siteFolder, "html");

/** Puts the finished site into another folder. Throws UserError if that has other files than those of a site. */
export function buildInto(folder: string): void {
  const path = resolve(folder);
  const isEmpty = !existsSync(path) || readdirSync(path).length === 0;
  if (!isEmpty && !existsSync(join(path, "searchindex.js"))) {
    throw new UserError(
      `Cannot build the site in ${folder}: it must be empty or hold an earlier site`,
    );
  }
  html = path;
}

/** Returns the paths of all files in a folder and its subfolders. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
