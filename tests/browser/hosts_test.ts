/// <reference lib="dom" />
import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { captureOutput } from "../../tools/command.ts";
import { notebooks, root, venvProgram } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";
import { openBrowser } from "./chromium.ts";
import { names } from "./copies.ts";
import { type Server, startLab } from "./server.ts";

/** Returns how many outputs of a committed notebook have a PNG. */
async function picturesIn(name: string): Promise<number> {
  const { cells } = JSON.parse(await Deno.readTextFile(join(notebooks, name)));
  return cells.flatMap(({ outputs = [] }) => outputs)
    .filter(({ data = {} }) => "image/png" in data).length;
}

/** Returns the beginnings of the cells and outputs of a page that have a horizontal scroll bar. */
async function wide(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll(".jp-Notebook, .jp-Notebook *")]
      .filter((box) => /auto|scroll/.test(getComputedStyle(box).overflowX))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(({ textContent }) => textContent.slice(0, 60))
  );
}

/** Starts JupyterLab on a folder whose notebooks it does not trust, with every cell of a notebook in the page. */
async function startUntrusting(folder: string): Promise<Server> {
  const settings = join(folder, ".settings"), own = join(settings, "@jupyterlab");
  await Deno.mkdir(join(own, "notebook-extension"), { recursive: true });
  const all = JSON.stringify({ windowingMode: "none" });
  await Deno.writeTextFile(join(own, "notebook-extension", "tracker.jupyterlab-settings"), all);
  const signatures = `--NotebookNotary.db_file=${join(folder, ".signatures.db")}`;
  return await startLab([`--ServerApp.root_dir=${folder}`, signatures], {
    JUPYTERLAB_SETTINGS_DIR: settings,
  });
}

describe("a committed notebook that JupyterLab does not trust", () => {
  let folder: string, browser: Browser, lab: Server;
  before(async () => {
    folder = await scratch();
    for (const name of names) await Deno.copyFile(join(notebooks, name), join(folder, name));
    browser = await openBrowser();
    lab = await startUntrusting(folder);
  });
  after(async () => {
    await lab?.stop();
    await browser?.close();
    await Deno.remove(folder, { recursive: true });
  });

  for (const name of names) {
    it(`${name} shows every figure, needs no scroll bar at 1366 pixels, and runs no script`, async () => {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
      try {
        await page.goto(new URL(`/lab/tree/${name}${lab.address.search}&reset`, lab.address).href);
        const wanted = await picturesIn(name);
        // an icon is smaller than any figure
        const seen =
          "[...document.querySelectorAll('.jp-OutputArea-output img')].filter((i) => i.naturalWidth > 100).length";
        await page.waitForFunction(`${seen} >= ${wanted}`)
          .catch(() => {}); // the next line reports how many there are
        expect(await page.evaluate(seen)).toBe(wanted);
        expect(await wide(page)).toEqual([]);
        expect(await page.locator("[data-alive]").count()).toBe(0);
      } finally {
        await page.close();
      }
    });
  }

  it("shows every figure and no markup as text when nbconvert sanitizes it with our settings", async () => {
    const config = join(root, "deploy", "nbconvert_sanitized.py");
    const options = ["--config", config, "--to", "html", "--sanitize-html", "--output-dir", folder];
    const paths = names.map((name) => join(folder, name));
    const done = await captureOutput([venvProgram("jupyter-nbconvert"), ...options, ...paths]);
    expect([done.code, done.stderr.split("\n").filter((line) => /ERROR/.test(line))]).toEqual([
      0,
      [],
    ]);
    for (const name of names) {
      const page = await Deno.readTextFile(join(folder, `${basename(name, ".ipynb")}.html`));
      const shown = page.match(/<img[^>]*src="data:image\/png/g)?.length ?? 0;
      expect([name, shown]).toEqual([name, await picturesIn(name)]);
      expect([name, page.match(/&lt;(div|img|table|th|details|summary|script)\b.{0,60}/)?.[0]])
        .toEqual([
          name,
          undefined,
        ]);
    }
  });
});
