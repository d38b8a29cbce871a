import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import type { Browser } from "playwright-core";
import { html } from "../../site/build/folders.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { openBrowser } from "../browser/chromium.ts";
import { pageOf } from "../engines/chromium.ts";
import { PageKernel } from "../engines/kernel_page.ts";

const HOST = "course.test"; // a browser trusts localhost without encryption, but no other host

describe("a site that is served without encryption", () => {
  const server = serveFolder(html), origin = `http://${HOST}:${server.addr.port}`;
  let browser: Browser;
  before(async () => {
    browser = await openBrowser([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`]);
  });
  after(async () => {
    await browser?.close();
    await server.shutdown();
  });

  it("shows live outputs, progress and sliders, although parts of the web platform are missing", async () => {
    const page = pageOf(await browser.newPage()), kernel = await PageKernel.start(page, origin);
    expect(await page.evaluate("[isSecureContext, typeof crypto.randomUUID]"))
      .toEqual([false, "undefined"]);
    const [, live, progress, slider] = await kernel.outputs([
      'import { claim, live, progress } from "rnn/notebook"; import { lineChart, slider } from "rnn/plot";',
      'await live().show(claim("It is shown", true));',
      'await progress("training", 1).step();',
      `slider({ name: "a", min: 0, max: 1, step: 1, value: 0 }, (a) =>
        lineChart({ a: [a, a] }, { title: "a", x: "step", y: "a" }));`,
    ]);
    expect(live).toMatchObject([{ display_id: "<id>", data: { "text/plain": "✓ It is shown" } }]);
    expect(progress).toMatchObject([{ data: { "text/plain": "training: 1 of 1" } }]);
    expect(slider).toMatchObject([{ output_type: "execute_result" }]);
  });
});
