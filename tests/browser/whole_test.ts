import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { root } from "../../tools/paths.ts";
import { openBrowser } from "./chromium.ts";
import { copyCourse, differences, names } from "./copies.ts";
import { LabPage } from "./lab_page.ts";
import { type Server, startLab } from "./server.ts";
import { takeTurns } from "./turns.ts";

const PICTURES = join(root, ".tmp", "pictures"); // git ignores it

// deno task browser:all -- 07_memory … runs only the named notebooks
const chosen = names.filter((name) =>
  Deno.args.length === 0 || Deno.args.includes(name.slice(0, -6))
);

describe("every notebook in JupyterLab", () => {
  let folder: string, server: Server, browser: Browser, runs: Map<string, Promise<string[]>>;

  before(async () => {
    folder = await copyCourse();
    await Deno.mkdir(PICTURES, { recursive: true });
    server = await startLab([`--ServerApp.root_dir=${folder}`, "--expose-app-in-browser"]);
    browser = await openBrowser();
    const pages = await Promise.all(
      ["one", "two"].map((workspace) => LabPage.open(browser, server.address, workspace)),
    );
    runs = takeTurns(chosen, pages.map((page) => (name) => runWhole(page, name)));
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await Deno.remove(folder, { recursive: true });
  });

  for (const name of chosen) {
    it(`${name} runs, and each output is in its cell and as it is committed`, async () => {
      expect(await runs.get(name)).toEqual([]);
    });
  }

  /** Runs all cells of a notebook and returns the errors that it shows and the differences from the committed outputs. */
  async function runWhole(lab: LabPage, name: string): Promise<string[]> {
    await lab.openNotebook(`notebooks/${name}`);
    await lab.command("notebook:run-all-cells");
    const shown = await lab.problems();
    await lab.save();
    const changed = await differences(join(folder, "notebooks", name));
    for (const theme of ["Dark", "Light"] as const) {
      await lab.picture(join(PICTURES, `${name.slice(0, -6)}-${theme.toLowerCase()}.png`), theme);
    }
    await lab.close();
    return [...shown, ...changed];
  }
});
