import { after, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { html } from "../../site/build/folders.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { asked, ENGINES, waitFor } from "./engine.ts";

// keeps a change of the second code cell, so that it has an editor when the page is opened again
const CHANGE = `{
  const { cell } = document.querySelectorAll("div.cell[data-cell]:has(.highlight-typescript)")[1].dataset;
  const kept = { text: "const wrong: number = seeded;", original: "" };
  localStorage.setItem("unrolled:/:cell:04_every_term#" + cell, JSON.stringify(kept));
}`;

describe("types in the editor", () => {
  const server = serveFolder(html);
  after(() => server.shutdown());

  for (const engine of asked(Object.keys(ENGINES))) {
    it(`are marked in ${engine}`, async () => {
      const page = await ENGINES[engine](),
        address = `http://127.0.0.1:${server.addr.port}/04_every_term.html`;
      try {
        await page.open(address);
        await page.evaluate(`(() => ${CHANGE})()`);
        await page.open(address);
        await waitFor(page, "document.querySelector('.cm-content')");
        await page.evaluate("document.querySelector('.cm-content').focus()");
        await waitFor(page, "document.querySelector('.cm-lintRange-error')");
        expect(await page.evaluate("document.querySelector('.cm-lintRange-error').textContent"))
          .toBe("wrong");
        expect(await page.evaluate("document.querySelector('.live-problems li').textContent"))
          .toBe(
            "cell 2, line 1: Type '(seed: number) => Random' is not assignable to type 'number'.",
          );
      } finally {
        await page.close();
      }
    });
  }
});
