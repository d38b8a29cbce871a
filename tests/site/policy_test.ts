import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { html } from "../../site/build/folders.ts";
import { POLICY, strictPolicy } from "../../site/build/policy.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { root } from "../../tools/paths.ts";
import { openBrowser } from "../browser/chromium.ts";
import { errorText } from "./browser.ts";
import { LivePage } from "./live_page.ts";
import { pages } from "./served.ts";

describe("the strictest content security policy", () => {
  const server = serveFolder(
    html,
    0,
    (path) => ({ "content-security-policy": strictPolicy(path) }),
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  let browser: Browser, context: BrowserContext;
  const errors: string[] = [];
  before(async () => {
    browser = await openBrowser();
    context = await browser.newContext();
    context.on(
      "console",
      (message) => message.type() === "error" && errors.push(errorText(message)),
    );
    context.on("weberror", (error) => errors.push(error.error().message));
  });
  after(async () => {
    await browser.close();
    await server.shutdown();
  });

  /** Opens a page, runs a test on it, and expects that no error was reported. */
  async function without(name: string, test: (page: Page) => Promise<unknown>): Promise<void> {
    errors.length = 0;
    const page = await context.newPage();
    await page.goto(`${origin}/${name}`, { waitUntil: "networkidle" });
    await test(page);
    await page.close();
    expect([name, errors]).toEqual([name, []]);
  }

  it("allows every page", async () => {
    const some = pages.filter((name) => !/^reference\/.+\//.test(name)); // those pages are alike
    for (const name of some) await without(name, () => Promise.resolve());
  });

  it("allows cells, their editor, and figures with a slider", () =>
    without("08_lstm.html", async (page) => {
      const live = new LivePage(page), figure = page.locator("[data-frames]").first();
      expect(await figure.locator("svg").count()).toBeGreaterThan(0); // of the stored output
      const text = `import { frames, lineChart } from "rnn/plot";
        const chart = (y: number) => lineChart({ y: [0, y] }, { title: "A line", x: "x", y: "y", domain: [0, 3] });
        frames([chart(1), chart(2)], { name: "y", values: [1, 2], numbers: { y: [1, 2] }, alt: "A line" })`;
      await live.write(0, text);
      await live.start(0);
      const shown = page.locator("div.cell").first().locator("[data-frames]");
      const picture = () => shown.locator("svg").first().innerHTML();
      const before = await picture();
      await shown.locator("input[type=range]").press("End");
      expect(await picture()).not.toBe(before);
    }));

  it("allows threads, and a kernel without them", async () => {
    await without("09_rnn_vs_lstm.html", async (page) => {
      const live = new LivePage(page);
      await live.write(0, `import { fastEngine } from "rnn/fast";\nfastEngine().name`);
      const threads = navigator.hardwareConcurrency > 1 ? /\d threads/ : /1 thread/;
      expect(await live.run(0)).toMatch(threads);
    });
    await without("04_every_term.html", (page) => new LivePage(page).start(1));
  });

  it("allows the check of an exercise", () =>
    without("exercises/ps1.html", async (page) => {
      const live = new LivePage(page);
      await live.start(await page.locator("div.cell:has(.live-bar)").count() - 1);
      expect(await live.status()).toMatch(/^Done/);
    }));

  it("allows the search, and to keep the course offline", async () => {
    await without(
      "search.html?q=vanishing",
      (page) => page.locator(".search li a").first().waitFor(),
    );
    await without("index.html", async (page) => {
      await page.getByRole("button", { name: "Keep this course offline" }).click();
      await page.getByText("This course works offline").waitFor();
      await page.goto(`${origin}/04_every_term.html`);
      await new LivePage(page).start(1);
    });
  });

  it("forbids to evaluate text in a page, and scripts of other hosts", async () => {
    const page = await context.newPage();
    await page.goto(`${origin}/index.html`);
    const inline =
      "const s = document.createElement('script'); s.textContent = 'globalThis.ran = 1'; document.body.append(s)";
    await page.evaluate(inline);
    expect(await page.evaluate("globalThis.ran")).toBe(undefined);
    await expect(page.addScriptTag({ url: "https://example.com/a.js" })).rejects.toThrow();
    await page.close();
  });

  it("is the one that the documentation for hosts has", async () => {
    const text = await Deno.readTextFile(join(root, "deploy", "README.md"));
    expect(text).toContain(POLICY);
    for (const path of ["/_static/live/kernel.js", "/_static/live/fast_worker.js"]) {
      const [scripts] = strictPolicy(path).match(/'self'[^;]*$/)!;
      expect(text).toContain(`${path} "${scripts}"`);
    }
  });
});
