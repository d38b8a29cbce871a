import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { html } from "../../site/build/folders.ts";
import { openBrowser } from "../browser/chromium.ts";
import { errorText, waitUntilRendered } from "./browser.ts";

const REFUSED =
  /_static\/live\/(page|home|sets)\.js' from origin 'null' has been blocked by CORS policy|net::ERR_FAILED/;

describe("a downloaded site, opened from its folder", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const name of ["index.html", "05_vanishing_exploding.html", "exercises/ps1.html"]) {
    it(`${name}: reads like a page without a kernel, with no button that does nothing`, async () => {
      const page = await browser.newPage(), errors: string[] = [];
      page.on(
        "console",
        (message) => message.type() === "error" && errors.push(errorText(message)),
      );
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(pathToFileURL(join(html, name)).href);
      await waitUntilRendered(page);
      expect(errors.filter((error) => !REFUSED.test(error))).toEqual([]);
      expect(await page.locator(".live-bar, .live-error, .offline").count()).toBe(0);
      const figures = page.locator("[data-frames]");
      for (const figure of await figures.all()) {
        const picture = () => figure.locator("svg").first().innerHTML();
        const first = await picture();
        await figure.locator("input[type=range]").press("End");
        expect(await picture()).not.toBe(first);
      }
      if (name.startsWith("05")) expect(await figures.count()).toBeGreaterThan(0);
      await page.close();
    });
  }
});
