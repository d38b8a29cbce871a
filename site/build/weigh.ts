import { join, relative } from "node:path";
import { filesBelow, html } from "./folders.ts";

/** What the site may weigh, in bytes: all of it, and its first page before figures. */
export const LIMITS = { all: 15e6, first: 300e3 };

/** What the site weighs, in bytes: all of it by its folders, and what its first page loads before figures. */
export async function weigh(): Promise<{ all: number; first: number; parts: [string, number][] }> {
  const parts = new Map<string, number>();
  let all = 0;
  for (const path of filesBelow(html)) {
    const { size } = await Deno.stat(path);
    const [top, ...rest] = relative(html, path).split(/[\\/]/);
    const part = rest.length ? top : "pages";
    parts.set(part, (parts.get(part) ?? 0) + size);
    all += size;
  }
  const sorted = [...parts].sort(([, a], [, b]) => b - a);
  return { all, first: await firstPage(), parts: sorted };
}

/** The bytes of the first page, its style sheets and its scripts. */
async function firstPage(): Promise<number> {
  const path = join(html, "index.html");
  const page = await Deno.readTextFile(path);
  const links = page.matchAll(/<(?:link|script)[^>]*?(?:href|src)="([^"?#]+\.(?:css|js|svg))/g);
  const files = new Set([...links].map(([, link]) => join(html, link)));
  const sizes = await Promise.all(
    [path, ...files].map(async (file) => (await Deno.stat(file)).size),
  );
  return sizes.reduce((sum, size) => sum + size);
}
