import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { html } from "../../site/build/folders.ts";
import { LIMITS } from "../../site/build/weigh.ts";
import { drawn } from "./browser.ts";
import { course, Served } from "./served.ts";

const holds = (mark: string) =>
  course.filter((name) => Deno.readTextFileSync(join(html, name)).includes(mark));

describe("a reader of the site", () => {
  const site = new Served();

  for (const name of holds("data-frames=")) {
    it(`${name}: moves every slider by keyboard and by mouse, and plays and stops each`, () =>
      site.open(name, async ({ page }) => {
        const figures = await page.locator("[data-frames]").all();
        expect(figures.length).toBeGreaterThan(0);
        for (const figure of figures) await slides(page, figure);
      }));
  }

  it("without scripts sees the first frame of every moving figure", () =>
    site.open(holds("data-frames=")[0], async ({ page }) => {
      const pictures = "[...document.querySelectorAll('[data-frames] img')]";
      const widths = await page.evaluate(`${pictures}.map((image) => image.naturalWidth)`);
      expect(widths).toEqual((widths as number[]).filter((width) => width > 100));
      expect((widths as number[]).length).toBeGreaterThan(0);
    }, "plain"));

  it("finds a word by the search field, and the page it leads to holds it", () =>
    site.open("index.html", async ({ page }) => {
      await page.locator(".search-button__button:visible").first().click();
      await page.locator("dialog[open] input[name=q]").fill("regulariser");
      await page.keyboard.press("Enter");
      const found = page.locator("#search-results .search li a").first();
      await found.click();
      await page.waitForLoadState();
      expect(page.url()).not.toContain("search.html");
      expect((await page.locator("article").innerText()).toLowerCase()).toContain("regulariser");
    }));

  it("switches to dark and back, figures too", () =>
    site.open(holds("data-frames=")[0], async ({ page }) => {
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

  it("gets the first page quickly, and light", async () => {
    for (const name of ["index.html", ...holds("data-frames=")]) {
      await site.open(name, async ({ page, bytes }) => {
        await drawn(page);
        const ms = await page.evaluate(
          "Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)",
        ) as number;
        const parts = [...bytes].map(([kind, size]) => `${kind} ${Math.round(size / 1e3)} kB`);
        console.log(`${name}: loaded in ${ms} ms; ${parts.join(", ")}`);
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThan(10_000);
        if (name !== "index.html") return;
        const before = [...bytes].reduce((sum, [kind, n]) => kind === "image" ? sum : sum + n, 0);
        expect(before).toBeLessThan(LIMITS.first);
      });
    }
  });
});

/** Moves a figure's slider to its ends, by its keys, to its middle by the mouse; starts it by mouse, stops it by key. */
async function slides(page: Page, figure: Locator): Promise<void> {
  const slider = figure.locator("input[type=range]"), button = figure.locator("button");
  const picture = () => figure.locator("svg").first().innerHTML();
  const value = async () => Number(await slider.inputValue());
  await slider.press("Home");
  const first = await picture();
  await slider.press("ArrowRight");
  expect(await value()).toBe(1);
  await slider.press("End");
  expect(await picture()).not.toBe(first);
  const last = await value(), box = (await slider.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  expect(Math.abs(await value() - last / 2)).toBeLessThanOrEqual(1);
  await slider.press("Home");
  await button.click();
  while (await value() === 0) await page.waitForTimeout(20); // the test's own time limit ends it
  await button.press("Enter");
  const stopped = await value();
  await page.waitForTimeout(400);
  expect([await value(), await button.innerText()]).toEqual([stopped, "▶ Play"]);
}
