import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { scratch } from "../tools/scratch.ts";
import { openBrowser } from "./chromium.ts";
import { writeNotebook } from "./copies.ts";
import { LabPage } from "./lab_page.ts";
import { type Server, startLabAtItsPort } from "./server.ts";

describe("two JupyterLabs of one checkout, started at the same time", () => {
  let folders: string[], servers: Server[], browser: Browser, context: BrowserContext;
  before(async () => {
    folders = [await scratch(), await scratch()];
    for (const [n, folder] of folders.entries()) {
      await writeNotebook(join(folder, "sum.ipynb"), [`const mine = ${n + 1};`, "mine + 1000"]);
    }
    servers = await Promise.all(
      folders.map((folder) =>
        startLabAtItsPort([`--ServerApp.root_dir=${folder}`, "--expose-app-in-browser"])
      ),
    );
    browser = await openBrowser();
    context = await browser.newContext();
  });
  after(async () => {
    await browser?.close();
    await servers?.[1].stop();
    for (const folder of folders) await Deno.remove(folder, { recursive: true });
  });

  it("have ports of their own and work side by side in one browser; one ends without the other", async () => {
    const [a, b] = servers.map(({ address }) => address);
    expect(a.port).not.toBe(b.port);
    const labs = [
      await LabPage.open(context, a, "auto-a"),
      await LabPage.open(context, b, "auto-b"),
    ];
    for (const lab of labs) await lab.openNotebook("sum.ipynb");
    for (const [n, lab] of labs.entries()) {
      await lab.run(0);
      await lab.run(1);
      await lab.output(1).getByText(`${n + 1001}`).waitFor();
    }
    expect(await servers[0].stop()).toBe(0);
    await labs[1].write(1, "mine + 2000");
    await labs[1].run(1);
    await labs[1].output(1).getByText("2002").waitFor();
    await labs[1].save();
  });
});
