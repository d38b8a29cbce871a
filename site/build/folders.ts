import { join } from "node:path";
import { root } from "../../tools/paths.ts";

export { runs } from "../../tools/runs.ts";

/** The site's own texts, style and templates. */
export const own = join(root, "site");

/** What git ignores of it: runs, prepared pages, and what Sphinx keeps. */
export const passing = join(root, ".tmp", "site");
export const source = join(passing, "source");

/** The finished site. */
export const html = join(root, "site", "html");

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(join(folder, name)) : [join(folder, name)]
  );
}
