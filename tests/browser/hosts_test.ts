import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join } from "node:path";
import type { Browser } from "playwright-core";
import { captureOutput } from "../../tools/command.ts";
import { notebooks, root, venvProgram } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";
import { openBrowser } from "./chromium.ts";
import { courseNotebooks } from "./room.ts";
import { type Server, startLab } from "./server.ts";

const names = courseNotebooks();

/** How many outputs of a committed notebook hold a PNG. */
async function picturesIn(name: string): Promise<number> {
  const { cells } = JSON.parse(await Deno.readTextFile(join(notebooks, name)));
  return cells.flatMap(({ outputs = [] }) => outputs)
    .filter(({ data = {} }) => "image/png" in data).length;
}

/** A JupyterLab on a folder whose notebooks it doesn't trust, with every cell of a notebook in the page. */
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

describe("a committed notebook, not trusted", () => {
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
    it(`${name} shows every figure in JupyterLab, and no script of it runs`, async () => {
      const page = await browser.newPage();
      try {
        await page.goto(new URL(`/lab/tree/${name}${lab.address.search}&reset`, lab.address).href);
        const wanted = await picturesIn(name);
        // an icon is smaller than any figure
        const seen =
          "[...document.querySelectorAll('.jp-OutputArea-output img')].filter((i) => i.naturalWidth > 100).length";
        await page.waitForFunction(`${seen} >= ${wanted}`, undefined, { timeout: 90_000 })
          .catch(() => {}); // the next line says how many
        expect(await page.evaluate(seen)).toBe(wanted);
        expect(await page.locator("[data-alive]").count()).toBe(0);
      } finally {
        await page.close();
      }
    });
  }

  it("shows every figure through nbconvert's sanitizing with our settings, and no markup as text", async () => {
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
      expect([name, page.match(/&lt;(div|img|table|th|details|script)\b.{60}/)?.[0]]).toEqual([
        name,
        undefined,
      ]);
    }
  });
});
