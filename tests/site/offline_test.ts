import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { MANIFEST, type Manifest } from "../../site/service/manifest.ts";
import { html } from "../../site/build/folders.ts";
import { openBrowser } from "../browser/chromium.ts";
import { errorText } from "./browser.ts";
import { LivePage } from "./live_page.ts";
import { keepOffline, OfflineSite, tracesOf } from "./offline_site.ts";

const NONE = { scopes: [], caches: [] };
const { version, files }: Manifest = JSON.parse(
  await Deno.readTextFile(join(html, "offline.json")),
);
const KEPT = ["unrolled:/", `unrolled:/:${version}`];

describe("a course kept offline", () => {
  let site: OfflineSite, browser: Browser, context: BrowserContext;
  beforeEach(async () => {
    site = new OfflineSite();
    site.start();
    browser = await openBrowser();
    context = await browser.newContext();
  });
  afterEach(async () => {
    await browser.close();
    await site.close();
  });

  /** Refuses connections in the browser, and ends the server: nothing is left but the copy. */
  async function loseNetwork(): Promise<void> {
    await context.setOffline(true);
    await site.vanish();
  }

  /** Opens a page in the browser's tab, and collects its errors. */
  async function open(page: Page, name: string): Promise<string[]> {
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(errorText(message)));
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(site.address(name), { waitUntil: "networkidle" });
    return errors;
  }

  it("leaves nothing in the browser of a reader who has not asked for it", async () => {
    const page = await context.newPage();
    for (const name of ["index.html", "04_every_term.html", "exercises/ps1.html"]) {
      await open(page, name);
      expect(await tracesOf(page)).toEqual(NONE);
    }
  });

  it("is offered with its size, and holds every file of the list", async () => {
    const page = await context.newPage();
    await open(page, "index.html");
    const bytes = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
    const button = page.getByRole("button", { name: "Keep this course offline" });
    expect(await page.locator("html").getAttribute("data-bytes")).toBe(String(bytes));
    expect(await button.innerText()).toContain(`(${Math.round(bytes / 1e6)} MB)`);
    await button.click();
    await page.getByText("This course works offline").waitFor();
    expect(await tracesOf(page)).toEqual({ scopes: ["/"], caches: KEPT });
    const kept = await page.evaluate(
      `caches.open("${
        KEPT[1]
      }").then((cache) => cache.keys()).then((keys) => keys.map(({ url }) => new URL(url).pathname.slice(1)))`,
    );
    expect((kept as string[]).sort()).toEqual(Object.keys(files).sort());
  });

  it("shows every page without a network, and without errors", async () => {
    const page = await keepOffline(context, site.address("04_every_term.html"));
    await loseNetwork();
    // a page whose browser has not noticed yet that there is no network asks for a newer version
    const errorsOf = async (name: string) =>
      (await open(page, name)).filter((error) => !error.endsWith(`/${MANIFEST}`));
    for (const name of Object.keys(files).filter((name) => /^[^/]*\.html$/.test(name))) {
      expect([name, await errorsOf(name)]).toEqual([name, []]);
      expect(await page.locator("h1").count()).toBeGreaterThan(0);
    }
    for (const name of ["", "search.html?q=vanishing", "reference/rnn/train.html"]) {
      expect([name, await errorsOf(name)]).toEqual([name, []]);
    }
  });

  it("runs cells, reads data, edits, and checks exercises without a network", async () => {
    const page = await keepOffline(context, site.address("04_every_term.html"));
    await loseNetwork();
    const live = new LivePage(page); // in the page that was open when the copy was made
    await live.write(
      0,
      `const text = await Deno.readTextFile("../data/names.txt");\ntext.slice(0, 5)`,
    );
    const start = (await Deno.readTextFile("data/names.txt")).slice(0, 5);
    expect(await live.run(0)).toBe(JSON.stringify(start));
    await open(page, "exercises/ps1.html");
    await live.start(await page.locator("div.cell:has(.live-bar)").count() - 1);
    expect(await live.status()).toMatch(/^Done/);
  });

  for (const isKnown of [false, true]) {
    const when = isKnown ? "also if the frame has a service worker of its own" : "";
    it(
      `runs threads without a network ${when}`,
      { ignore: navigator.hardwareConcurrency < 2 },
      async () => {
        const threads = async (page: Page) => {
          await open(page, "09_rnn_vs_lstm.html");
          const live = new LivePage(page);
          await live.write(
            0,
            `import { fastEngine } from "rnn/fast";\nfastEngine();\ncrossOriginIsolated`,
          );
          expect(await live.run(0)).toBe("true");
        };
        if (isKnown) await threads(await context.newPage());
        const page = await keepOffline(context, site.address("index.html"));
        const frame = "/_static/live/threads.html";
        expect((await tracesOf(page)).scopes.sort()).toEqual(isKnown ? ["/", frame] : ["/"]);
        await loseNetwork();
        await threads(page);
      },
    );
  }

  it("goes on where it was after the connection was lost", async () => {
    const page = await context.newPage();
    await open(page, "index.html");
    const late = Object.keys(files)[0]; // files are requested from the end of the list
    await page.route(`**/${late}`, (route) => route.abort("internetdisconnected"));
    await page.getByRole("button", { name: "Keep this course offline" }).click();
    await page.getByText("The connection was lost").waitFor();
    expect(await tracesOf(page)).toEqual({ scopes: [], caches: [KEPT[1]] });
    const requested = [...site.requests];
    await open(page, "index.html"); // the reader comes back later
    await page.unroute(`**/${late}`);
    site.requests.length = 0;
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("This course works offline").waitFor();
    const again = site.requests.filter((path) => path.startsWith("/data/"));
    expect(requested).toEqual(expect.arrayContaining(["/data/names.txt"]));
    expect(again).toEqual([]);
    expect(await tracesOf(page)).toEqual({ scopes: ["/"], caches: KEPT });
  });

  it("goes on by itself when the browser is online again", async () => {
    const page = await context.newPage();
    await open(page, "index.html");
    await page.route("**/data/names.txt", async (route) => {
      await context.setOffline(true);
      await route.abort("internetdisconnected");
    });
    await page.getByRole("button", { name: "Keep this course offline" }).click();
    await page.getByText("The connection was lost").waitFor();
    await page.unroute("**/data/names.txt");
    await context.setOffline(false);
    await page.getByText("This course works offline").waitFor();
  });

  it("can be stopped while it is downloaded, and removed", async () => {
    const page = await context.newPage();
    await open(page, "index.html");
    await page.route("**/data/names.txt", () => {}); // never answers
    await page.getByRole("button", { name: "Keep this course offline" }).click();
    await page.getByText(/\d of \d+\.\d MB/).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText(/The download is stopped. \d+\.\d of \d+\.\d MB are in this browser/)
      .waitFor();
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByText("The copy is removed").waitFor();
    expect(await tracesOf(page)).toEqual(NONE);
  });

  it("is gone after it is removed, so that pages come from the network again", async () => {
    const page = await keepOffline(context, site.address("index.html"));
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByText("The copy is removed").waitFor();
    expect(await tracesOf(page)).toEqual(NONE);
    site.requests.length = 0;
    await open(page, "04_every_term.html");
    expect(site.requests).toContain("/04_every_term.html");
    await loseNetwork();
    await expect(page.goto(site.address("04_every_term.html"))).rejects.toThrow();
  });

  it("stays as it is when the site changes, and is replaced as a whole when the reader says so", async () => {
    const page = await keepOffline(context, site.address("04_every_term.html"));
    const other = await context.newPage();
    await open(other, "index.html");
    await site.change("04_every_term.html", "</h1>", " (second edition)</h1>");
    await site.change("_static/live/kernel.js", "in a browser", "in this browser");
    const kernel = async (page: Page) => {
      const live = new LivePage(page);
      await live.write(0, "Deno.exit()");
      return await live.run(0);
    };
    await open(page, "04_every_term.html");
    await page.getByText("There is a new version of this course").waitFor();
    expect(await page.locator("h1").first().innerText()).not.toContain("second edition");
    expect(await kernel(page)).toContain("Cannot use Deno.exit in a browser"); // page and scripts are old
    page.once("dialog", (dialog) => dialog.accept());
    await page.getByRole("button", { name: "↺ Reset all" }).click();
    site.requests.length = 0;
    const reloaded = other.waitForEvent("load");
    await page.getByRole("button", { name: /^Update \(\d+\.\d MB\)$/ }).click();
    await page.getByText("This course works offline").waitFor();
    await reloaded; // no page of the old version is left
    expect(await page.locator("h1").first().innerText()).toContain("second edition");
    expect(site.requests).not.toContain("/data/names.txt"); // it has not changed
    expect((await tracesOf(page)).caches).toHaveLength(2);
    await loseNetwork();
    await open(page, "04_every_term.html");
    expect(await page.locator("h1").first().innerText()).toContain("second edition");
    expect(await kernel(page)).toContain("Cannot use Deno.exit in this browser");
  });

  it("never holds a file that differs from the list, as in the middle of an upload", async () => {
    await site.change("data/names.txt", "\n", "\n\n", false);
    const page = await context.newPage();
    await open(page, "index.html");
    await page.getByRole("button", { name: "Keep this course offline" }).click();
    await page.getByText("The site has just changed").waitFor();
    expect(await tracesOf(page)).toEqual({ scopes: [], caches: [KEPT[1]] });
  });
});
