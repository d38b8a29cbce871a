import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { makeOffline } from "../../site/build/offline.ts";
import { html } from "../../site/build/folders.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { copyFolder } from "../../tools/files.ts";
import { scratch } from "../tools/scratch.ts";

/** A server of the built site that can vanish and come back, with another version if one is made. */
export class OfflineSite {
  /** Paths of the requested files since the last `clear`. */
  readonly requests: string[] = [];
  #server?: Deno.HttpServer<Deno.NetAddr>;
  #port = 0;
  #folder = html;
  readonly #copies: string[] = [];

  /** Serves the site, at the same address each time. */
  start(): void {
    this.#server = serveFolder(this.#folder, this.#port, (path) => {
      this.requests.push(path);
      return {};
    });
    this.#port = this.#server.addr.port;
  }

  /** Refuses connections from now on. */
  async vanish(): Promise<void> {
    await this.#server?.shutdown();
    this.#server = undefined;
  }

  /** Serves a version with a changed text in a file. With `isListed`, its list of files is right. */
  async change(path: string, from: string, to: string, isListed = true): Promise<void> {
    const folder = await scratch();
    this.#copies.push(folder);
    await copyFolder(this.#folder, folder);
    const text = await Deno.readTextFile(join(folder, path));
    if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
    await Deno.writeTextFile(join(folder, path), text.replaceAll(from, to));
    if (isListed) await makeOffline(folder);
    await this.vanish();
    this.#folder = folder;
    this.start();
  }

  /** The address of a page. */
  address(name: string): string {
    return `http://127.0.0.1:${this.#port}/${name}`;
  }

  async close(): Promise<void> {
    await this.vanish();
    for (const folder of this.#copies) await Deno.remove(folder, { recursive: true });
  }
}

/** The state that a site has left in a browser. */
export interface Traces {
  /** The folders for which a service worker is registered. */
  scopes: string[];
  /** The names of the caches. */
  caches: string[];
}

/** Returns the traces of the site of a page. */
export function tracesOf(page: Page): Promise<Traces> {
  const scopes =
    "(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname)";
  return page.evaluate(
    `(async () => ({ scopes: ${scopes}, caches: (await caches.keys()).sort() }))()`,
  );
}

/** Opens a page, and keeps the course offline by its button. */
export async function keepOffline(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole("button", { name: "Keep this course offline" }).click();
  await page.getByText("This course works offline").waitFor();
  return page;
}
