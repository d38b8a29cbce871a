import { join, relative } from "node:path";
import { MANIFEST, type Manifest } from "../service/manifest.ts";
import { sha256 } from "../../tools/sha256.ts";
import { bundleWorker } from "./bundle.ts";
import { ARCHIVE } from "./downloads.ts";
import { filesIn } from "./folders.ts";

const SERVICE_WORKER = "service_worker.js";
// What need not be kept: the archive is for Jupyter, whose installation needs a network.
const LEFT_OUT = [SERVICE_WORKER, MANIFEST, `downloads/${ARCHIVE}`];
const MARKS = / data-version="[^"]*" data-bytes="[^"]*"/;

/** Adds what keeps a site offline: the service worker, the version and the size in each page, and the list of files. */
export async function makeOffline(site: string): Promise<void> {
  await bundleWorker(join(site, SERVICE_WORKER));
  const pages = filesIn(site).filter((path) => path.endsWith(".html"));
  await editPages(pages, (page) => page.replace(MARKS, ""));
  const contents = await list(site), sizes = Object.values(contents).map(({ bytes }) => bytes);
  const unmarked = sizes.reduce((sum, bytes) => sum + bytes);
  const version = (await sha256(new TextEncoder().encode(JSON.stringify(contents)))).slice(0, 12);
  const mark = (bytes: number) => ` data-version="${version}" data-bytes="${bytes}"`;
  const total = unmarked + pages.length * mark(unmarked).length;
  await editPages(pages, (page) => page.replace("<html", `<html${mark(total)}`));
  const manifest: Manifest = { version, files: await list(site) };
  await Deno.writeTextFile(join(site, MANIFEST), JSON.stringify(manifest));
}

async function editPages(paths: string[], edit: (page: string) => string): Promise<void> {
  for (const path of paths) await Deno.writeTextFile(path, edit(await Deno.readTextFile(path)));
}

async function list(site: string): Promise<Manifest["files"]> {
  const paths = filesIn(site).map((path) => relative(site, path).replaceAll("\\", "/"));
  const files: Manifest["files"] = {};
  for (const path of paths.filter((path) => !LEFT_OUT.includes(path)).sort()) {
    const bytes = await Deno.readFile(join(site, path));
    files[path] = { bytes: bytes.length, hash: await sha256(bytes) };
  }
  return files;
}
