import { join, relative } from "node:path";
import { filesIn, html } from "./folders.ts";

/** Size of what runs the CNN: its weights, which are also in the archive, the compressed WebAssembly, and scripts. */
const CNN = 2 * 7_386_354 + 2_528_409 + 139_039;

/** Size of the pictures that scenes are composed of, which are also in the archive. */
const PICTURES = 2 * (1_990_000 + 1_410_000 + 60_000);

/** Size of the weights of the captioners of pictures, which are also in the archive, and of their notebook. */
const CAPTIONERS = 2 * 2_780_000 + 2_500_000;

/** Size of the novel, which is also in the archive, in compressed form. */
const NOVEL = 685_000 + 265_000;

/** Size of what the course has gained since: two notebooks, longer ones with more figures, a translation, and a problem set. */
const GAINED = 2_600_000;

/** Size limits in bytes: of the whole site, and of its start page without images. */
export const SIZE_LIMITS = {
  total: 25e6 + CNN + PICTURES + CAPTIONERS + NOVEL + GAINED,
  startPage: 300e3,
};

/** Sizes in bytes. */
export interface SiteSize {
  total: number;
  /** The start page with its style sheets and scripts, without images. */
  startPage: number;
  /** The folders at the top of the site, largest first; the files beside them count as "pages". */
  folders: [name: string, bytes: number][];
}

/** Measures the built site. */
export async function measureSite(): Promise<SiteSize> {
  const folders = new Map<string, number>();
  let total = 0;
  for (const path of filesIn(html)) {
    const size = await fileSize(path);
    const [top, ...rest] = relative(html, path).split(/[\\/]/);
    const folder = rest.length > 0 ? top : "pages";
    folders.set(folder, (folders.get(folder) ?? 0) + size);
    total += size;
  }
  const sorted = [...folders].sort(([, a], [, b]) => b - a);
  return { total, startPage: await startPageSize(), folders: sorted };
}

async function startPageSize(): Promise<number> {
  const path = join(html, "index.html");
  const page = await Deno.readTextFile(path);
  const links = page.matchAll(/<(?:link|script)[^>]*?(?:href|src)="([^"?#]+\.(?:css|js|svg))/g);
  const files = new Set([...links].map(([, link]) => join(html, link)));
  const sizes = await Promise.all([path, ...files].map(fileSize));
  return sizes.reduce((sum, size) => sum + size);
}

/** Returns the size of a file in bytes. */
export async function fileSize(path: string): Promise<number> {
  return (await Deno.stat(path)).size;
}
