import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { makeCheckout } from "./checkout.ts";
import { openBrowser } from "./chromium.ts";
import { type Server, startLab } from "./server.ts";

describe("deno task lab, ended and started again", () => {
  let folder: string, browser: Browser;
  before(async () => {
    folder = await makeCheckout();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await Deno.remove(folder, { recursive: true });
  });

  const start = () =>
    startLab([
      `--ServerApp.root_dir=${folder}`,
      `--LabApp.workspaces_dir=${join(folder, ".workspaces")}`,
      "--expose-app-in-browser",
    ]);

  const tab = (page: Page, name: string) =>
    page.locator("#jp-main-dock-panel .lm-TabBar-tab", { hasText: name });

  /** Opens the printed address in a browser, with the first notebook's tab. */
  async function open({ address }: Server): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(address.href);
    await tab(page, "00_start.ipynb").waitFor();
    return page;
  }

  it("shows the tabs that were open", async () => {
    const first = await start();
    const page = await open(first);
    const saved = page.waitForResponse((answer) =>
      answer.request().method() === "PUT" && answer.url().includes("/lab/api/workspaces") &&
      (answer.request().postData() ?? "").includes("work/01_unrolled.ipynb")
    );
    await page.evaluate(async () => {
      const { jupyterapp } = globalThis as unknown as {
        jupyterapp: { commands: { execute(name: string, args: object): Promise<unknown> } };
      };
      await jupyterapp.commands.execute("docmanager:open", { path: "work/01_unrolled.ipynb" });
    });
    await tab(page, "01_unrolled.ipynb").waitFor();
    await saved;
    await page.close();
    expect(await first.stop()).toBe(0);
    const second = await start();
    const again = await open(second);
    await tab(again, "01_unrolled.ipynb").waitFor();
    await again.close();
    await second.stop();
  });
});
