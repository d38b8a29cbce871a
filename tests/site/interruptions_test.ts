import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import type { Browser, BrowserContext } from "playwright-core";
import { html } from "../../site/build/folders.ts";
import { POLICY } from "../../site/build/policy.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { openBrowser } from "../browser/chromium.ts";
import { LivePage } from "./live_page.ts";

const NAME = "02_loss.html";
const ENDLESS = { loop: "while (true) {}", await: "await new Promise(() => {});" };

describe("a reader who runs cells", () => {
  let server: Deno.HttpServer<Deno.NetAddr>, browser: Browser, context: BrowserContext;
  const address = () => `http://127.0.0.1:${server.addr.port}/${NAME}`;
  const open = async () => {
    const page = await context.newPage();
    await page.goto(address());
    return new LivePage(page);
  };

  before(async () => {
    server = serveFolder(html, 0, () => ({ "content-security-policy": POLICY }));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server.shutdown();
  });
  const test = (about: string, run: () => Promise<void>) =>
    it(about, async () => {
      context = await browser.newContext();
      try {
        await run();
      } finally {
        await context.close();
      }
    });

  test("can change a cell, run it, and reset it", async () => {
    const live = await open(),
      original = await live.cell(0).locator("pre").first().innerText();
    await live.write(0, "6 * 7");
    expect(await live.run(0)).toBe("42");
    await live.page.reload();
    expect(await live.cell(0).locator(".cm-content").innerText()).toBe("6 * 7");
    await live.click(0, "Reset");
    const text = await live.cell(0).locator(".cm-line").allInnerTexts();
    expect(text.map((line) => line.trimEnd()).join("\n")).toBe(original.trimEnd());
    await live.page.reload();
    expect(await live.cell(0).locator(".cm-content").count()).toBe(0);
  });

  test("asks before it discards the changes of all cells", async () => {
    const live = await open(), editors = live.page.locator(".cm-content");
    const answer = async (accept: boolean) => {
      const asked = live.page.waitForEvent("dialog");
      const click = live.page.getByRole("button", { name: "Reset all" }).click();
      const dialog = await asked;
      await (accept ? dialog.accept() : dialog.dismiss());
      await click;
      return dialog.message();
    };
    await live.write(0, "6 * 7");
    await live.write(1, "7 * 8");
    expect(await answer(false)).toBe("Discard your changes to 2 cells of this page?");
    expect(await editors.allInnerTexts()).toEqual(["6 * 7", "7 * 8"]);
    await answer(true);
    await live.page.reload();
    expect(await editors.count()).toBe(0);
  });

  for (const [what, source] of Object.entries(ENDLESS)) {
    test(`can stop an endless ${what}, and then run what is needed again`, async () => {
      const live = await open();
      await live.run(1);
      await live.write(2, source);
      await live.leaveRunning(2);
      await live.click(2, "Stop");
      await live.untilMark(2, "stopped");
      expect(await live.mark(1)).toBe("");
      expect(await live.status()).toContain("Stopped");
      await live.write(2, "typeof Deno");
      expect(await live.run(2)).toBe('"object"');
      for (const n of [0, 1, 2]) expect(await live.mark(n)).toMatch(/^✓/);
    });
  }

  test("can stop while the kernel starts", async () => {
    const live = await open();
    for (const wait of [0, 20, 100]) {
      await live.write(0, ENDLESS.await);
      await live.click(0, "Run");
      await live.page.waitForTimeout(wait);
      await live.stop();
      await live.click(0, "Reset");
      await live.run(0);
      expect(await live.mark(0)).toMatch(/^✓/);
      await live.page.reload();
    }
  });

  test("can load the page again in the middle of a run", async () => {
    const live = await open();
    await live.write(0, ENDLESS.loop);
    await live.leaveRunning(0);
    await live.page.reload();
    expect(await live.mark(0)).toBe("");
    await live.click(0, "Reset");
    await live.run(0);
    expect(await live.mark(0)).toMatch(/^✓/);
  });

  test("can use the page in two tabs at once", async () => {
    const [one, two] = [await open(), await open()];
    await Promise.all([one.runAll(), two.runAll()]);
    for (const live of [one, two]) {
      expect([await live.errors(), await live.status()]).toEqual([
        [],
        expect.stringMatching(/^Done/),
      ]);
    }
    await one.write(0, "'one'");
    await two.write(1, "'two'");
    await one.page.reload();
    expect(await one.cell(0).locator(".cm-content").innerText()).toBe("'one'");
    expect(await one.cell(1).locator(".cm-content").innerText()).toBe("'two'");
  });

  test("is told if the browser cannot keep a change because its storage is full", async () => {
    const live = await open();
    await live.page.evaluate(() => {
      for (let size = 2 ** 22; size >= 1; size /= 2) {
        try {
          for (let n = 0;; n++) localStorage.setItem(`full ${size} ${n}`, "x".repeat(size));
        } catch { /* full for this size */ }
      }
    });
    await live.write(0, "'not kept'");
    expect(await live.status()).toContain("This browser cannot keep your changes");
    expect(await live.run(0)).toBe('"not kept"');
  });

  test("is told if the browser forbids to keep a change", async () => {
    await context.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("forbidden", "SecurityError");
        },
      });
    });
    const live = await open();
    await live.write(0, "'not kept'");
    expect(await live.status()).toContain("This browser cannot keep your changes");
    expect(await live.run(0)).toBe('"not kept"');
  });
});
