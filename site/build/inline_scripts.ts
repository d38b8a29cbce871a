import { join } from "node:path";
import { sha256 } from "../../tools/sha256.ts";
import { filesIn } from "./folders.ts";

/** The folder of the scripts that were inline, below the top of the site. */
const FOLDER = "_static/inline";
const INLINE = /<script((?![^>]*\s(?:src|type)=)[^>]*)>([^]*?)<\/script>/g;
const UNUSED = /^DOCUMENTATION_OPTIONS\.pagename = '[^']*';$/; // the theme reads it in its menu of versions only

/**
 * Moves the inline scripts of the pages, which are the theme's and those of animated figures, to files, so that the site
 * works under a content security policy that forbids inline scripts.
 */
export async function moveInlineScripts(site: string): Promise<void> {
  await Deno.mkdir(join(site, FOLDER), { recursive: true });
  for (const path of filesIn(site).filter((path) => path.endsWith(".html"))) {
    const page = await Deno.readTextFile(path), top = topFrom(site, path);
    const names = new Map<string, string>();
    for (const [, , script] of page.matchAll(INLINE)) {
      if (UNUSED.test(script)) continue;
      const name = `${(await sha256(new TextEncoder().encode(script))).slice(0, 12)}.js`;
      await Deno.writeTextFile(join(site, FOLDER, name), script);
      names.set(script, name);
    }
    const moved = page.replaceAll(INLINE, (_, attributes, script) => {
      const name = names.get(script);
      return name ? `<script${attributes} src="${top}${FOLDER}/${name}"></script>` : "";
    });
    await Deno.writeTextFile(path, moved);
  }
}

/** Returns the relative address of the top of the site from a page. */
export function topFrom(site: string, page: string): string {
  return page.slice(site.length + 1).split(/[\\/]/).slice(1).map(() => "../").join("");
}
