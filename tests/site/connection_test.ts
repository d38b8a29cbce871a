import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { html } from "../../site/build/folders.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { type EnginePage, ENGINES, engines } from "../engines/engine.ts";
import { NotebookPage } from "../engines/notebook_page.ts";
import { SlowSite } from "./slow_site.ts";

const NAME = "02_loss.html";
/** A cell that needs nothing, and three whose values are those of an expression, or the error's message. */
const CELLS = [
  "1 + 1",
  ...["await import('rnn/plot')", "await Deno.readTextFile('../data/names.txt')"],
  "Deno.readTextFileSync('../data/names.txt')",
].map((value, n) =>
  `let v${n};\ntry {\n  v${n} = typeof (${value});\n} catch (error) {\n  v${n} = error.message;\n}\nv${n}`
);

for (const engine of engines) {
  describe(`a page in ${engine} whose connection is lost`, () => {
    let server = serveFolder(html), page: EnginePage, notebook: NotebookPage;
    const { port } = server.addr, address = `http://127.0.0.1:${port}/${NAME}`;
    const connect = () => server = serveFolder(html, port);
    before(async () => {
      notebook = new NotebookPage(page = await ENGINES[engine]());
    });
    after(async () => {
      await page?.close();
      await server.shutdown();
    });

    it("says what to do if a cell cannot run, and then runs it", async () => {
      await notebook.open(address);
      await server.shutdown();
      await notebook.run(0);
      expect(await notebook.status()).toBe(
        "The kernel cannot start: a script did not load: check your connection, then try again or load the page again",
      );
      connect();
      await notebook.run(0);
      expect(await notebook.status()).toMatch(/^Done/);
    });

    it("says what to do if a cell cannot be edited, and then opens the editor", async () => {
      await notebook.open(address);
      await server.shutdown();
      await notebook.pressIn(0, "Edit");
      await notebook.untilMark(0, /^Cannot edit: a script did not load: check your connection/);
      connect();
      await notebook.pressIn(0, "Edit");
      await notebook.until("document.querySelector('.cm-content')");
    });

    it("runs cells whose modules are loaded, and names what it cannot load", async () => {
      await notebook.openWith(address, { ...CELLS });
      await notebook.run(0);
      await server.shutdown();
      await notebook.run(3);
      const shown = () => Promise.all([0, 1, 2, 3].map((cell) => notebook.outputs(cell)));
      const retry = "check your connection, then run this cell again";
      expect(await shown()).toEqual([
        '"number"',
        `'Cannot load "rnn/plot": ${retry}, or press Run all'`,
        `"Cannot read ../data/names.txt: ${retry}"`,
        `"Cannot read ../data/names.txt: ${retry}"`,
      ]);
      connect();
      for (const cell of [1, 2, 3]) await notebook.run(cell);
      expect(await shown()).toEqual(['"number"', '"object"', '"string"', '"string"']);
    });
  });
}

describe("a page behind a slow line", () => {
  it("says that it starts, and runs a cell", async () => {
    const site = new SlowSite(html, { megabits: 3, delay: 50 }), page = await ENGINES.Chromium();
    try {
      const notebook = new NotebookPage(page);
      await notebook.open(`${site.origin}/${NAME}`);
      await notebook.pressIn(0, "Run");
      expect(await notebook.status()).toBe("Starting …");
      await notebook.untilIdle();
      expect(await notebook.status()).toMatch(/^Done/);
    } finally {
      await page.close();
      await site.close();
    }
  });
});
