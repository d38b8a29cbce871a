import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { html } from "../../site/build/folders.ts";
import { SIZE_LIMITS } from "../../site/build/size.ts";
import { waitUntilRendered } from "./browser.ts";
import { pages, ServedSite } from "./served.ts";

/** The pages that have figures with a slider. */
const animated = pages.filter((name) =>
  Deno.readTextFileSync(join(html, name)).includes("data-frames=")
);

describe("a reader of the site", () => {
  const site = new ServedSite();

  for (const name of animated) {
    it(`${name}: can move every slider by keyboard and mouse, and play and stop it`, () =>
      site.open(name, async ({ page }) => {
        const figures = await page.locator("[data-frames]").all();
        expect(figures.length).toBeGreaterThan(0);
        for (const figure of figures) await checkSlider(page, figure);
      }));
  }

  it("without scripts, sees the first frame of every animated figure", () =>
    site.open(animated[0], async ({ page }) => {
      const pictures = "[...document.querySelectorAll('[data-frames] img')]";
      const widths = await page.evaluate(`${pictures}.map((image) => image.naturalWidth)`);
      expect(widths).toEqual((widths as number[]).filter((width) => width > 100));
      expect((widths as number[]).length).toBeGreaterThan(0);
    }, "noScripts"));

  for (
    const [word, path] of [["vanishing", "05_vanishing_exploding.html"], [
      "jacobianPaths",
      "reference/rnn.html",
    ]]
  ) {
    it(`finds ${word} by the search field`, () =>
      site.open("index.html", async ({ page }) => {
        await page.locator(".search-button__button:visible").first().click();
        await page.locator("dialog[open] input[name=q]").fill(word);
        await page.keyboard.press("Enter");
        await page.locator("#search-results .search li a").first().click();
        await page.waitForURL((url) => !url.pathname.endsWith("search.html"));
        expect(page.url()).toContain(path);
        const text = await page.locator("article").innerText();
        expect(text.toLowerCase()).toContain(word.toLowerCase());
      }));
  }

  it("can switch to dark and back, figures included", () =>
    site.open(animated[0], async ({ page }) => {
      const colors = () =>
        page.evaluate(
          "[document.body, document.querySelector('.output svg')].map((e) => getComputedStyle(e)).flatMap((s) => [s.backgroundColor, s.color])",
        );
      const choose = async (mode: string) => {
        await page.locator(".theme-switch-container button:visible").first().click();
        await page.locator(`.theme-change-button[data-mode=${mode}]:visible`).first().click();
        return await colors() as string[];
      };
      const light = await choose("light"), dark = await choose("dark");
      for (const n of [0, 1, 3]) expect([n, dark[n]]).not.toEqual([n, light[n]]);
      expect(await choose("light")).toEqual(light);
    }));

  it("loads pages quickly, and a small start page", async () => {
    for (const name of ["index.html", ...animated]) {
      await site.open(name, async ({ page, bytes }) => {
        await waitUntilRendered(page);
        const ms = await page.evaluate(
          "Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)",
        ) as number;
        const parts = [...bytes].map(([kind, size]) => `${kind} ${Math.round(size / 1e3)} kB`);
        console.log(`${name}: loaded in ${ms} ms; ${parts.join(", ")}`);
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThan(10_000);
        if (name !== "index.html") return;
        const withoutImages = [...bytes].reduce(
          (sum, [kind, n]) => kind === "image" ? sum : sum + n,
          0,
        );
        expect(withoutImages).toBeLessThan(SIZE_LIMITS.startPage);
      });
    }
  });
});

/** Moves a slider to its ends by keys and to its middle by mouse, then starts it by mouse and stops it by key. */
async function checkSlider(page: Page, figure: Locator): Promise<void> {
  const slider = figure.locator("input[type=range]"), button = figure.locator("button");
  const picture = () => figure.locator("svg").first().innerHTML();
  const value = async () => Number(await slider.inputValue());
  await slider.press("Home");
  const first = await picture();
  const isReversed = await slider.getAttribute("dir") === "rtl"; // as the axis below it runs
  await slider.press(isReversed ? "ArrowLeft" : "ArrowRight");
  expect(await value()).toBe(1);
  await slider.press("End");
  expect(await picture()).not.toBe(first);
  const last = await value(), box = (await slider.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  expect(Math.abs(await value() - last / 2)).toBeLessThanOrEqual(1);
  await slider.press("Home");
  await button.click();
  while (await value() === 0) await page.waitForTimeout(20); // until the test times out
  await button.press("Enter");
  const stopped = await value();
  await page.waitForTimeout(400);
  expect([await value(), await button.innerText()]).toEqual([stopped, "▶ Play"]);
}
