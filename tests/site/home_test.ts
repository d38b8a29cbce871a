import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import type { Page } from "playwright-core";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { html } from "../../site/build/folders.ts";
import {
  overflowWidth,
  seriousViolations,
  type View,
  VIEWS,
  waitUntilRendered,
} from "./browser.ts";
import { ExpectedTerms, HomePage } from "./home_page.ts";
import { ServedSite } from "./served.ts";

const RESOURCES = "performance.getEntriesByType('resource').map(({ name }) => name)";
const hannah = new ExpectedTerms("hannah", "RNN", 0.5);

describe("the first page", () => {
  const site = new ServedSite();
  const open = (test: (home: HomePage, errors: string[]) => Promise<void>, view?: View) =>
    site.open("index.html", async ({ page, errors }) => {
      await test(new HomePage(page), errors);
      expect(errors).toEqual([]);
    }, view);

  it("shows the library's map of the first word, and loads no kernel, before it is used", () =>
    open(async (home) => {
      const { page } = home;
      expect(await home.titles()).toEqual(hannah.titles());
      expect(await page.locator("[data-term]").innerText()).toBe(hannah.titles().at(-4));
      await page.mouse.wheel(0, 600);
      await home.square(3, 2).hover();
      const loaded = (await page.evaluate(RESOURCES) as string[])
        .filter((name) => name.includes("/_static/live/"))
        .map((name) => name.replace(/.*\//, "").replace(/^chunk-.*/, "chunk"));
      expect([...new Set(loaded)].sort()).toEqual(["chunk", "home.css", "home.js"]);
    }));

  it("has a script of at most 10 kB for it, and stored images of the other pictures", () =>
    open(async ({ page }) => {
      const scripts = (await page.evaluate(RESOURCES) as string[])
        .filter((name) => /\/_static\/live\/.*\.js$/.test(name));
      const sizes = await Promise.all(scripts.map(async (url) => {
        const bytes = await Deno.readFile(join(html, new URL(url).pathname));
        return gzipSync(bytes).length;
      }));
      const total = sizes.reduce((sum, size) => sum + size, 0);
      console.log(`script of the first page: ${total} bytes, compressed`);
      expect(total).toBeLessThan(10_000);
      const widths = await page.locator("[data-picture] img").evaluateAll((images) =>
        images.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth)
      );
      expect(widths.filter((width) => width >= 360)).toHaveLength(4);
    }));

  for (const [word, cell, scale] of [["hannah", "RNN", 0.5], ["recurrent", "LSTM", 1.3]] as const) {
    it(`draws the library's terms for ${word}, ${cell}, ${scale}`, () =>
      open(async (home) => {
        await home.type(word);
        await home.choose(cell);
        await home.scale(scale);
        const expected = new ExpectedTerms(word, cell, scale);
        expect(await home.titles()).toEqual(expected.titles());
        await home.press(4, 2);
        expect(await home.colors()).toEqual(expected.colors(4, 2));
      }));
  }

  it("shows the term of a pressed square as a matrix with its range, and its path", () =>
    open(async (home) => {
      await home.press(5, 3); // without having used anything else before
      expect(await home.colors()).toEqual(hannah.colors(5, 3));
      expect(hannah.colors(5, 3)).not.toEqual(hannah.colors(6, 3));
      const entries = hannah.entries(5, 3).map(Math.abs), most = Math.max(...entries);
      const text = await home.text("term");
      expect(text).toContain(`${Number(most.toPrecision(3))} 0 −${Number(most.toPrecision(3))}`);
      expect(text).toContain("1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9"); // both axes
      expect(text).toContain("from unit (h at step 2)");
      expect(await home.text("path")).toMatch(
        /∂E₅\/∂ŷ₅ · ∂ŷ₅\/∂h₅.*∂h₅\/∂h₄.*∂h₄\/∂h₃.*∂⁺h₃\/∂Whh/,
      );
      expect(await home.page.locator("[data-term]").innerText()).toBe(hannah.titles()[10 + 2]);
    }));

  it("moves to other terms by the keyboard, with one square in the order of the Tab key", () =>
    open(async (home) => {
      const inOrder = home.page.locator(".home [role=gridcell][tabindex='0']");
      const at = async (t: number, k: number) => {
        await home.settled();
        expect(await home.page.locator("[data-term]").innerText()).toContain(`t = ${t} (`);
        expect(await home.page.locator("[data-term]").innerText()).toContain(`k = ${k} (`);
        expect(await home.square(t, k).getAttribute("aria-selected")).toBe("true");
        expect(await home.page.locator(":focus").getAttribute("title"))
          .toBe(await home.square(t, k).getAttribute("title"));
      };
      await home.type("anna");
      expect(await inOrder.count()).toBe(1);
      await inOrder.focus();
      for (
        const [key, t, k] of [
          ["End", 4, 4],
          ["ArrowUp", 3, 3],
          ["ArrowRight", 3, 3], // there is no such term
          ["ArrowLeft", 3, 2],
          ["ArrowDown", 4, 2],
          ["Home", 4, 1],
        ] as const
      ) {
        await home.page.keyboard.press(key);
        await at(t, k);
      }
      expect(await inOrder.count()).toBe(1);
    }));

  it("computes only the newest of many changes, one at a time", () =>
    open(async (home) => {
      await home.type("hanna");
      const { page } = home;
      await page.evaluate(COUNTING);
      const scales = Array.from({ length: 30 }, (_, n) => (n + 1) / 10);
      await page.evaluate(`(async () => {
        const slider = document.querySelector(".home input[name=scale]");
        for (const scale of ${JSON.stringify(scales)}) {
          slider.value = scale;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          await new Promise((done) => setTimeout(done, 2));
        }
      })()`);
      await home.settled();
      expect(await home.titles()).toEqual(new ExpectedTerms("hanna", "RNN", 3).titles());
      const { runs, most } = await page.evaluate("counted") as { runs: number; most: number };
      console.log(`${scales.length} changes of the slider: ${runs} runs`);
      expect(most).toBe(1);
      expect(runs).toBeLessThan(scales.length);
    }));

  for (
    const [typed, letters, status] of [
      ["", "hannah", "Type a word, for example hannah."],
      ["   ", "hannah", "Type a word, for example hannah."],
      ["x", "x", "One letter has no earlier step"],
      ["HANNAH", "hannah", "omputed in your browser"],
      ["Zoë", "zoë", "omputed in your browser"],
      ["👩‍👧!", "👩👧!", "omputed in your browser"],
      ["a b", "a␣b", "omputed in your browser"],
      ['"\\`${<b>', '"\\`${<b>', "omputed in your browser"],
      ["backpropagation through time", "backpropagation", "Only the first 16 of 28"],
    ]
  ) {
    it(`takes ${JSON.stringify(typed)} kindly`, () =>
      open(async (home) => {
        await home.type(typed);
        expect(await home.status()).toContain(status);
        const names = (await home.titles()).map((title) => title.match(/k = \d+ \((.+)\): /)![1]);
        expect(names.slice(-[...letters].length).join("")).toBe(letters);
        expect(await home.page.locator(".home").innerHTML()).not.toMatch(/NaN|Infinity|undefined/);
      }));
  }

  it("follows the gradient back to the first letter", () =>
    open(async (home) => {
      await home.page.locator("[data-play]").click();
      const term = home.page.locator("[data-term]");
      await home.page.waitForFunction(
        "document.querySelector('[data-term]').textContent.includes('k = 1 (')",
      );
      expect(await term.innerText()).toBe(hannah.titles().at(-6));
    }));

  it("shows the code as a cell that can be edited and run, and that follows the controls", () =>
    open(async (home) => {
      const { page } = home;
      await page.locator(".home summary").click();
      const editor = page.locator(".home .cm-content");
      await editor.waitFor();
      await home.type("anna");
      expect(await editor.innerText()).toContain('const word = "anna";');
      await editor.click();
      await page.keyboard.press("Control+End");
      await page.keyboard.insertText(
        "[...paths.term(4, 2).Whh.data].map(String).join(' ');",
      );
      await home.type("hannah"); // the reader's own text stays
      await page.locator(".home .live-bar button", { hasText: "Run" }).first().click();
      const result = page.locator(".home .cell_output .output pre");
      await result.waitFor();
      const numbers = (await result.innerText()).match(/-?\d[\d.e-]*/g)!.map(Number);
      const expected = new ExpectedTerms("anna", "RNN", 0.5).entries(4, 2);
      expect(numbers).toHaveLength(expected.length);
      numbers.forEach((number, n) =>
        // the browser's tanh may differ from Deno's in the last digit
        expect(Math.abs(number - expected[n])).toBeLessThan(1e-14)
      );
      expect(await page.locator(".home .cell_output svg[role=img]").count()).toBe(4);
    }));

  it("fits a phone, with controls for a thumb", () =>
    open(async (home) => {
      const { page } = home;
      for (const width of [360, 390]) {
        await page.setViewportSize({ width, height: 800 });
        await home.type("recurrently");
        await home.press(11, 5);
        expect(await overflowWidth(page)).toBeLessThanOrEqual(0);
        const map = (await page.locator("[data-picture=map] svg").boundingBox())!;
        expect(map.width).toBeGreaterThan(width * 0.75);
        expect(map.x + map.width).toBeLessThanOrEqual(width);
        const targets = ".home-controls input:not([type=radio]), .home-cells span, .home button";
        for (const target of await page.locator(`${targets}, .home summary`).all()) {
          const { width, height } = (await target.boundingBox())!;
          expect([await target.innerText(), Math.min(width, height) >= 40])
            .toEqual([await target.innerText(), true]);
        }
        await page.locator("[data-move='-1,0']").click();
        await home.settled();
        expect(await page.locator("[data-term]").innerText()).toContain("t = 10 (l)");
      }
    }, "phone"));

  for (const view of Object.keys(VIEWS) as View[]) {
    it(`has the same layout before and after, and no serious violation, ${view}`, () =>
      open(async (home) => {
        await waitUntilRendered(home.page);
        const before = await places(home.page);
        await home.type("hannah");
        await home.status();
        expect(await places(home.page)).toEqual(before);
        await home.press(3, 2);
        expect(await seriousViolations(home.page, view)).toEqual([]);
      }, view));
  }

  it("shows the stored pictures without scripts and on paper, without controls", async () => {
    const check = async (page: Page) => {
      for (const name of ["map", "path", "term", "values", "flow"]) {
        expect((await page.locator(`[data-picture=${name}]`).boundingBox())!.height)
          .toBeGreaterThan(100);
      }
      for (const part of [".home-controls", ".home-moves", ".home-code"]) {
        expect(await page.locator(part).isVisible()).toBe(false);
      }
    };
    await site.open("index.html", ({ page }) => check(page), "noScripts");
    await site.open("index.html", async ({ page }) => {
      await page.emulateMedia({ media: "print" });
      await check(page);
    });
  });

  it("says what is missing if the kernel cannot be loaded, and works once it can", () =>
    site.open("index.html", async ({ page }) => {
      const home = new HomePage(page);
      await page.route("**/kernel.js", (route) => route.abort());
      await page.locator(".home button[type=submit]").click();
      await page.waitForFunction("document.querySelector('[data-home]').ariaBusy === 'false'");
      expect(await home.status()).toContain("Cannot compute");
      expect(await home.titles()).toEqual(hannah.titles());
      await page.unroute("**/kernel.js");
      await home.type("anna");
      expect(await home.titles()).toEqual(new ExpectedTerms("anna", "RNN", 0.5).titles());
    }));

  it("draws what a reader types before the script is loaded", () =>
    site.open("licences.html", async ({ page }) => {
      let load = () => {};
      const isTyped = new Promise<void>((typed) => load = typed);
      await page.route("**/home.js", async (route) => {
        await isTyped;
        await route.continue();
      });
      await page.goto(new URL("index.html", page.url()).href, { waitUntil: "commit" });
      await page.locator(".home input[name=word]").fill("anna");
      load();
      const home = new HomePage(page);
      await home.settled();
      expect(await home.titles()).toEqual(new ExpectedTerms("anna", "RNN", 0.5).titles());
    }));

  it("draws a change within a moment", () =>
    open(async (home) => {
      await home.type("abcdefghijkl");
      for (const cell of ["RNN", "LSTM", "GRU"]) {
        await home.choose(cell);
        const times: number[] = [];
        for (let n = 1; n <= 20; n++) {
          await home.scale(n / 10);
          times.push(
            await home.page.evaluate("Number(document.querySelector('[data-home]').dataset.ms)"),
          );
        }
        const [median, most] = [times.toSorted((a, b) => a - b)[10], Math.max(...times)];
        console.log(
          `${cell}, 12 letters: ${median.toFixed(0)} ms (median), at most ${most.toFixed(0)} ms`,
        );
        expect(median).toBeLessThan(1000);
      }
    }));
});

/** Counts the runs that are requested from kernels from now on, and how many are at work at the same time. */
const COUNTING = `(() => {
  globalThis.counted = { runs: 0, most: 0 };
  let atWork = 0;
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (message.type === "run") {
      const end = ({ data }) => data.type === "done" && atWork--;
      if (!this.counts) this.addEventListener("message", end, { capture: true }); // before the page's own
      this.counts = true;
      counted.runs++;
      counted.most = Math.max(counted.most, ++atWork);
    }
    return post.call(this, message, ...rest);
  };
})()`;

/** The places of the pictures, in pixels. */
async function places(page: Page): Promise<number[][]> {
  return await page.evaluate(
    `[...document.querySelectorAll("[data-picture]")].map((picture) => {
      const { x, y, width, height } = picture.getBoundingClientRect();
      return [x, y + scrollY, width, height].map(Math.round);
    })`,
  );
}
