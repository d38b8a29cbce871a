import { after, before } from "@std/testing/bdd";
import { relative } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { filesIn, html } from "../../site/build/folders.ts";
import { POLICY } from "../../site/build/policy.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { openBrowser } from "../browser/chromium.ts";
import { type MonitoredPage, newMonitoredPage, NO_SCRIPTS, type View, VIEWS } from "./browser.ts";

/** The paths of the built pages. */
export const pages = filesIn(html).filter((path) => path.endsWith(".html"))
  .map((path) => relative(html, path).replaceAll("\\", "/")).sort();

/** Serves the built site and starts a browser for the tests of one `describe`. */
export class ServedSite {
  readonly #server = serveFolder(html, 0, () => ({
    "content-security-policy": POLICY, // a violation is an error in the console
  }));
  readonly origin = `http://127.0.0.1:${this.#server.addr.port}`;
  readonly #contexts = new Map<View | "noScripts", BrowserContext>();
  #browser?: Browser;

  constructor() {
    before(async () => {
      this.#browser = await openBrowser();
      for (const [view, options] of Object.entries({ ...VIEWS, noScripts: NO_SCRIPTS })) {
        this.#contexts.set(view as View, await this.#browser.newContext(options));
      }
    });
    after(async () => {
      await this.#browser?.close();
      await this.#server.shutdown();
    });
  }

  /** Opens a page in a view, runs a test on it, closes it, and returns the result of the test. */
  async open<Result>(
    name: string,
    test: (page: MonitoredPage) => Promise<Result>,
    view: View | "noScripts" = "light",
  ): Promise<Result> {
    return await this.#openIn(this.#contexts.get(view)!, name, test);
  }

  /** Opens a page like `open`, in a browser that keeps nothing yet; a script can run before those of the page. */
  async openFresh<Result>(
    name: string,
    test: (page: MonitoredPage) => Promise<Result>,
    { view = "light", script = "" }: { view?: View; script?: string } = {},
  ): Promise<Result> {
    const context = await this.#browser!.newContext(VIEWS[view]);
    await context.addInitScript(script);
    try {
      return await this.#openIn(context, name, test);
    } finally {
      await context.close();
    }
  }

  async #openIn<Result>(
    context: BrowserContext,
    name: string,
    test: (page: MonitoredPage) => Promise<Result>,
  ): Promise<Result> {
    const monitored = await newMonitoredPage(context, this.origin);
    try {
      await monitored.page.goto(`${this.origin}/${name}`, { waitUntil: "networkidle" });
      return await test(monitored);
    } finally {
      await monitored.page.close();
    }
  }
}
