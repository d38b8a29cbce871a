import { after, before } from "@std/testing/bdd";
import { relative } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { filesBelow, html } from "../../site/build/folders.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { openBrowser } from "../browser/chromium.ts";
import { PLAIN, type View, VIEWS, watch, type Watched } from "./browser.ts";

/** The built pages by their paths; of the reference, in `api/`, there are hundreds. */
export const pages = filesBelow(html).filter((path) => path.endsWith(".html"))
  .map((path) => relative(html, path).replaceAll("\\", "/")).sort();

/** The pages that are not of the reference. */
export const course = pages.filter((name) => !name.startsWith("api/"));

/** Serves the site on this machine and starts the browser, for the tests of one `describe`. */
export class Served {
  readonly #server = serveFolder(html);
  readonly origin = `http://127.0.0.1:${this.#server.addr.port}`;
  readonly #contexts = new Map<View | "plain", BrowserContext>();
  #browser?: Browser;

  constructor() {
    before(async () => {
      this.#browser = await openBrowser();
      for (const [view, options] of Object.entries({ ...VIEWS, plain: PLAIN })) {
        this.#contexts.set(view as View, await this.#browser.newContext(options));
      }
    });
    after(async () => {
      await this.#browser?.close();
      await this.#server.shutdown();
    });
  }

  /** Opens a page in a view, gives it to the test, closes it, and gives what the test gave. */
  async open<Result>(
    name: string,
    test: (watched: Watched) => Promise<Result>,
    view: View | "plain" = "light",
  ): Promise<Result> {
    const watched = await watch(this.#contexts.get(view)!, this.origin);
    try {
      await watched.page.goto(`${this.origin}/${name}`, { waitUntil: "networkidle" });
      return await test(watched);
    } finally {
      await watched.page.close();
    }
  }
}
