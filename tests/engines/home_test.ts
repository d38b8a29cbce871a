import { after, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { html } from "../../site/build/folders.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { ExpectedTerms } from "../site/home_page.ts";
import { asked, ENGINES, waitFor } from "./engine.ts";

const SETTLED =
  "document.querySelector('[data-home]').dataset.ms && document.querySelector('[data-home]').ariaBusy === 'false'";
const TITLES =
  "[...document.querySelectorAll('[data-picture=map] rect > title')].map((title) => title.textContent)";
const COLORS =
  "[...document.querySelectorAll('[data-picture=term] g > rect')].slice(0, 81).map((rect) => rect.getAttribute('fill'))";

describe("the first page", () => {
  const server = serveFolder(html);
  after(() => server.shutdown());

  for (const engine of asked(Object.keys(ENGINES))) {
    it(`computes a reader's word in ${engine}, and shows the pressed term`, async () => {
      const page = await ENGINES[engine]();
      try {
        await page.open(`http://127.0.0.1:${server.addr.port}/index.html`);
        await page.evaluate(`(() => {
          const word = document.querySelector(".home input[name=word]");
          word.value = "anna";
          word.dispatchEvent(new Event("input", { bubbles: true }));
        })()`);
        await waitFor(page, SETTLED);
        const expected = new ExpectedTerms("anna", "RNN", 0.5);
        expect(await page.evaluate(TITLES)).toEqual(expected.titles());
        const place = await page.evaluate<{ inside: boolean }>(`(() => {
          const cell = document.querySelectorAll(".home [role=gridcell]")[4]; // t = 3, k = 2
          const square = document.querySelectorAll("[data-picture=map] rect > title")[4].parentElement;
          const [a, b] = [cell, square].map((element) => element.getBoundingClientRect());
          cell.click();
          return { inside: Math.abs(a.x - b.x) < 2 && Math.abs(a.bottom - b.bottom) < 2 };
        })()`);
        expect(place.inside).toBe(true); // the square that a reader sees is the one that reacts
        await waitFor(page, SETTLED);
        expect(await page.evaluate(COLORS)).toEqual(expected.colors(3, 2));
      } finally {
        await page.close();
      }
    });
  }
});
