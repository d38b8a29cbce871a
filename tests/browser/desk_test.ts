import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { codeCells } from "../../lib/notebook/cells.ts";
import { TESTED_DENO } from "../../lib/notebook/other_kernel.ts";
import { notebooks, root } from "../../tools/paths.ts";
import { makeCheckout, statusOf } from "./checkout.ts";
import { openBrowser, PATIENCE } from "./chromium.ts";
import { writeNotebook } from "./copies.ts";
import { LabPage } from "./lab_page.ts";
import { type Server, startLab } from "./server.ts";

const PICTURES = join(root, ".tmp", "pictures"); // git ignores it

describe("a checkout that deno task lab serves", () => {
  let folder: string, browser: Browser, server: Server;
  before(async () => {
    folder = await makeCheckout();
    server = await startLab([`--ServerApp.root_dir=${folder}`, "--expose-app-in-browser"]);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await Deno.remove(folder, { recursive: true });
  });

  it("opens the reader's copy of the first notebook, with the library in the file browser", async () => {
    const page = await browser.newPage();
    await page.goto(server.address.href);
    await page.locator(".jp-NotebookPanel .jp-Notebook").waitFor();
    expect(new URL(page.url()).pathname).toBe("/lab/tree/work/00_start.ipynb");
    await page.locator(".jp-BreadCrumbs-home").click();
    const file = (name: string) => page.locator(`.jp-DirListing-item[title*="Name: ${name}"]`);
    for (const name of ["lib", "work", "README.md"]) {
      await file(name).first().waitFor({ state: "attached" });
    }
    await page.close();
  });

  it("shows the sliders of a copied notebook, which it trusts, before anything runs", async () => {
    const page = await browser.newPage();
    const path = `/lab/tree/work/07_memory.ipynb${server.address.search}&reset`;
    await page.goto(new URL(path, server.address).href);
    await page.locator(".jp-Notebook").waitFor();
    await page.locator("[data-frames][data-alive]").first().waitFor();
    await page.close();
  });

  it("has sliders that run as the axis below them does", async () => {
    const page = await browser.newPage();
    const path = `/lab/tree/work/09_rnn_vs_lstm.ipynb${server.address.search}&reset`;
    await page.goto(new URL(path, server.address).href);
    const figure = page.locator("[data-frames][data-alive]").first();
    const slider = figure.getByRole("slider"), shown = figure.locator("output");
    await shown.filter({ hasText: "step 44" }).waitFor(); // the bars of steps 4 to 64 are below it
    const { width } = (await slider.boundingBox())!;
    await slider.click({ position: { x: 3, y: 5 } });
    await shown.filter({ hasText: /^step 4$/ }).waitFor();
    await slider.click({ position: { x: width - 3, y: 5 } });
    await shown.filter({ hasText: /^step 64$/ }).waitFor();
    await page.close();
  });

  it("wraps long lines of code, so that no cell needs a scroll bar at 1366 pixels", async () => {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    const path = `/lab/tree/work/15_draw.ipynb${server.address.search}&reset`;
    await page.goto(new URL(path, server.address).href);
    const cells = page.locator(".jp-Notebook .jp-CodeCell");
    const code = await codeCells(join(notebooks, "15_draw.ipynb"));
    const longest = code.findIndex((source) =>
      source.split("\n").some((line) => line.length > 200)
    );
    const cell = cells.nth(longest), editor = cell.locator(".cm-scroller");
    while (await editor.count() === 0) { // it is made when it comes into view
      await cell.scrollIntoViewIfNeeded();
      await page.waitForTimeout(100);
    }
    await editor.locator(".cm-line").first().waitFor();
    const hidden = await editor.evaluate(({ scrollWidth, clientWidth }) =>
      scrollWidth - clientWidth
    );
    expect(hidden).toBeLessThanOrEqual(0);
    await page.close();
  });

  it("leads from a notebook to the library, to README.md, and from there to the reader's copy", async () => {
    const lab = await LabPage.open(browser, server.address, "links");
    await lab.openNotebook("work/02_loss.ipynb");
    const link = (name: string) => lab.page.locator(".jp-MarkdownCell a", { hasText: name }).last();
    await lab.command("notebook:move-cursor-down");
    for (let n = 0; await link("All notebooks").count() === 0 && n < 60; n++) {
      await lab.page.keyboard.press("End");
      await lab.page.mouse.wheel(0, 4000);
      await lab.page.waitForTimeout(200); // cells are laid out as they come into view
    }
    await link("crossEntropy").click();
    await lab.page.locator(".jp-FileEditor:visible", { hasText: "export function crossEntropy" })
      .waitFor();
    await lab.page.locator(".lm-TabBar-tab", { hasText: "02_loss.ipynb" }).click();
    await link("All notebooks").click();
    await lab.page.locator(".jp-MarkdownViewer:visible a", { hasText: "08_lstm" }).click();
    await lab.page.locator(".lm-TabBar-tab.lm-mod-current", { hasText: "08_lstm.ipynb" }).waitFor();
    expect(await lab.path()).toBe("work/08_lstm.ipynb");
    await lab.page.close();
  });

  it("has the course's Deno in its terminals", async () => {
    const lab = await LabPage.open(browser, server.address, "terminal");
    await lab.command("terminal:create-new");
    const terminal = lab.page.locator(".jp-Terminal:visible");
    await terminal.click();
    await lab.page.keyboard.type(`deno --version > ${join(folder, "version.txt")}\n`);
    const path = join(folder, "version.txt");
    const read = () => Deno.readTextFile(path).catch(() => "");
    const deadline = performance.now() + PATIENCE;
    while (!(await read()).includes("typescript") && performance.now() < deadline) {
      await lab.page.waitForTimeout(100);
    }
    expect(await read()).toContain(`deno ${TESTED_DENO} `);
    await Deno.remove(path);
    await lab.page.close();
  });

  it("completes the course's names first, whatever their case", async () => {
    const lab = await LabPage.open(browser, server.address, "names");
    await writeNotebook(join(folder, "work", "names.ipynb"), [
      'import { Matrix } from "rnn";\nconst wrong: number = "";',
      "matr",
    ]);
    await lab.openNotebook("work/names.ipynb");
    await lab.cell(0).locator(".cm-lintRange").first().waitFor(); // the server has read it
    await lab.cell(1).locator(".cm-content").click();
    await lab.page.keyboard.press("ControlOrMeta+End");
    await lab.complete("Matrix", "first");
    await lab.page.keyboard.press("Enter");
    await lab.cell(1).getByText("Matrix", { exact: true }).waitFor();
    await lab.close();
    await lab.page.close();
  });

  it("counts the seconds of the cell that runs, not of one that waits for it", async () => {
    const lab = await LabPage.open(browser, server.address, "seconds");
    await writeNotebook(join(folder, "work", "seconds.ipynb"), [
      "await new Promise((done) => setTimeout(done, 3000));",
      "await new Promise((done) => setTimeout(done, 3000));",
    ]);
    await lab.openNotebook("work/seconds.ipynb");
    for (const number of [0, 1]) await lab.run(number);
    const seconds = (number: number) => lab.cell(number).locator(".jp-InputPrompt[data-elapsed]");
    await seconds(0).waitFor();
    expect(await seconds(1).count()).toBe(0);
    await seconds(1).waitFor();
    expect(await seconds(0).count()).toBe(0);
    await lab.cell(1).getByText("[2]:").waitFor();
    await seconds(1).waitFor({ state: "detached" });
    await lab.close();
    await lab.page.close();
  });

  it("shows each error once, with its place in the course and without the kernel's own lines", async () => {
    const lab = await LabPage.open(browser, server.address, "errors");
    await writeNotebook(join(folder, "work", "errors.ipynb"), [
      'import { Matrix } from "rnn";\nimport { show } from "rnn/notebook";',
      "const a = 1;\nconst b = ;",
      "Matrix.of([[1, 2]]).matmul(Matrix.of([[1, 2]]))",
      'await show("on");\nawait new Promise((done) => setTimeout(done, 3600_000));',
      'await show("on");\nfor (;;);',
    ]);
    await lab.openNotebook("work/errors.ipynb");
    const shown = async (number: number) => (await lab.output(number).innerText()).trimEnd();
    for (const number of [0, 1, 2]) {
      await lab.run(number);
      if (number > 0) await lab.output(number).waitFor();
    }
    expect(await shown(1)).toBe(
      "SyntaxError: Expression expected (line 2, column 11)\n2 | const b = ;\n  |           ~",
    );
    expect(await shown(2)).toMatch(
      /^RangeError: Cannot multiply 1×2 by 1×2\n( {4}in .*, lib\/matrix\.ts, line \d+\n?)+$/,
    );
    for (const number of [3, 4]) {
      await lab.run(number);
      await lab.output(number).first().waitFor();
      await lab.press("notebook:interrupt-kernel");
      await lab.output(number).nth(1).waitFor();
      expect((await lab.output(number).nth(1).innerText()).trimEnd()).toBe("Stopped.");
    }
    await lab.page.screenshot({ path: join(PICTURES, "errors.png") });
    await lab.close();
    await lab.page.close();
  });

  it("stays clean for git while notebooks run, are saved, and are opened by their course path", async () => {
    const lab = await LabPage.open(browser, server.address, "clean");
    await lab.openNotebook("notebooks/01_unrolled.ipynb"); // as a link in README.md does
    expect(await lab.path()).toBe("work/01_unrolled.ipynb");
    await lab.command("notebook:run-all-cells");
    const last = (await codeCells(join(notebooks, "01_unrolled.ipynb"))).length;
    await lab.cell(last - 1).getByText(`[${last}]:`).first().waitFor();
    expect(await lab.problems()).toEqual([]);
    await lab.write(0, 'import { Matrix } from "rnn"; // mine');
    await lab.save();
    expect(await Deno.readTextFile(join(folder, "work", "01_unrolled.ipynb"))).toContain("// mine");
    expect(await statusOf(folder)).toBe("");
    await Deno.writeTextFile(join(folder, "notebooks", "01_unrolled.ipynb"), "changed");
    expect(await statusOf(folder)).toContain("notebooks/01_unrolled.ipynb"); // git would have said so
    await lab.close();
    await lab.page.close();
  });
});
