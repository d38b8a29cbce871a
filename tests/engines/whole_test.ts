import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join } from "node:path";
import { html } from "../../site/build/folders.ts";
import { strictPolicy } from "../../site/build/policy.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { differences, names } from "../browser/copies.ts";
import { scratch } from "../tools/scratch.ts";
import { asked, type EnginePage, ENGINES } from "./engine.ts";
import { NotebookPage } from "./notebook_page.ts";

const PATIENCE = 1_800_000; // milliseconds for a notebook, which takes one or two minutes on an idle machine

const notebooks = asked(names.map((name) => basename(name, ".ipynb")));

for (const engine of asked(Object.keys(ENGINES))) {
  describe(`the page of a notebook in ${engine}`, () => {
    const server = serveFolder(html, 0, (path) => ({
      "content-security-policy": strictPolicy(path),
    }));
    let folder: string, page: EnginePage;

    before(async () => {
      folder = await scratch();
      page = await ENGINES[engine]();
    });
    after(async () => {
      await page?.close();
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    });

    for (const name of notebooks) {
      it(`${name} runs whole, with the committed outputs`, async () => {
        const notebook = new NotebookPage(page);
        await notebook.open(`http://127.0.0.1:${server.addr.port}/${name}.html`);
        await notebook.runAll(PATIENCE);
        const { cells, ran } = await notebook.counts();
        expect({ errors: await notebook.errors(), ran }).toEqual({ errors: [], ran: cells });
        const saved = join(folder, `${name}.ipynb`);
        await Deno.writeTextFile(saved, await notebook.downloaded());
        expect(await differences(saved)).toEqual([]);
      });
    }
  });
}
