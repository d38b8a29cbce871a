import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { html } from "../../site/build/folders.ts";
import { serveFolder } from "../../site/build/serve.ts";
import { openBrowser } from "../browser/chromium.ts";
import { LivePage } from "./live_page.ts";

const FAST = "09_rnn_vs_lstm.html", OTHER = "04_every_term.html"; // imports rnn/fast, or not
const ENVIRONMENT = `
import { fastEngine } from "rnn/fast";
console.log(crossOriginIsolated, typeof SharedArrayBuffer, fastEngine().name);`;
const TRAINING = `
import { LSTMCell, Readout, seeded, Vocabulary } from "rnn";
import { fastEngine } from "rnn/fast";
import { adam, textBatches, train } from "rnn/train";
const text = "anna and hannah. ".repeat(200), vocabulary = new Vocabulary(text), random = seeded(1);
const cell = new LSTMCell(vocabulary.size, 32, random);
const model = { cell, readout: new Readout(32, vocabulary.size, random) };
const data = textBatches(vocabulary.encode(text), { steps: 16, size: 32 });
const { reports } = await train(model, data, { optimizer: adam(0.01), engine: fastEngine(), steps: 60, reportEvery: 20 });
for (const { loss } of reports) console.log(loss);
console.log(model.cell.params.Whf.data.slice(0, 4));`;
const BUSY = `
const endless = URL.createObjectURL(new Blob(["for (;;);"]));
new Worker(endless);
await new Promise((resolve) => setTimeout(resolve, 500));
for (;;);`;

describe("threads in a page", { ignore: navigator.hardwareConcurrency < 2 }, () => {
  const server = serveFolder(html), origin = `http://127.0.0.1:${server.addr.port}`;
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await server.shutdown();
  });

  /** Opens a page in a new context, and closes it after the test. */
  async function open<Result>(
    name: string,
    options: BrowserContextOptions,
    test: (live: LivePage) => Promise<Result>,
  ): Promise<Result> {
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      await page.goto(`${origin}/${name}`);
      return await test(new LivePage(page));
    } finally {
      await context.close();
    }
  }

  /** Runs a text as the first cell of a page, and returns what it prints. */
  const runOn = (name: string, options: BrowserContextOptions, text: string) =>
    open(name, options, async (live) => {
      await live.write(0, text);
      return await live.run(0);
    });

  it("work in a page that imports rnn/fast, without a header from the host", async () => {
    const cores = navigator.hardwareConcurrency;
    expect(await runOn(FAST, {}, ENVIRONMENT))
      .toBe(`true function WebAssembly SIMD, float32, ${cores} threads`);
  });

  it("work without a frame on a host that isolates the whole site", async () => {
    const isolating = serveFolder(html, 0, () => ({
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    }));
    const address = `http://127.0.0.1:${isolating.addr.port}/${FAST}`;
    await open(FAST, { serviceWorkers: "block" }, async (live) => {
      await live.page.goto(address);
      await live.write(0, ENVIRONMENT);
      expect(await live.run(0)).toMatch(/^true function .* \d+ threads$/);
      expect(await live.page.locator("iframe").count()).toBe(0);
    });
    await isolating.shutdown();
  });

  it("are missing where service workers are forbidden, and everything else works", async () => {
    expect(await runOn(FAST, { serviceWorkers: "block" }, ENVIRONMENT))
      .toBe("false undefined WebAssembly SIMD, float32, 1 thread");
  });

  it("change no digit of a training", async () => {
    const shared = await runOn(FAST, {}, TRAINING);
    expect(shared.split("\n").length).toBeGreaterThan(3);
    expect(await runOn(FAST, { serviceWorkers: "block" }, TRAINING)).toBe(shared);
  });

  it("cost other pages nothing: they register no service worker and open no frame", () =>
    open(OTHER, {}, async (live) => {
      await live.start(0);
      expect(await live.page.locator("iframe").count()).toBe(0);
      const count = "navigator.serviceWorker.getRegistrations().then(({ length }) => length)";
      expect(await live.page.evaluate(count)).toBe(0);
      expect(await live.status()).not.toContain("threads");
    }));

  for (const serviceWorkers of ["allow", "block"] as const) {
    it(`end with the kernel, also those that a cell has started (service workers: ${serviceWorkers})`, () =>
      open(FAST, { serviceWorkers }, async (live) => {
        await live.write(0, BUSY);
        await live.leaveRunning(0);
        await live.page.waitForTimeout(2000);
        expect(await live.page.locator("iframe").count()).toBe(serviceWorkers === "allow" ? 1 : 0);
        expect(await cpuTime(browser, 2000)).toBeGreaterThan(0.3);
        await live.stop();
        await live.page.waitForTimeout(5000); // Chromium gives a worker some seconds to end
        expect(await cpuTime(browser, 2000)).toBeLessThan(0.2);
        await live.write(0, `console.log("a new kernel")`);
        expect(await live.run(0)).toBe("a new kernel");
      }));
  }
});

/** Measures the CPU time in seconds that the browser's renderers spend within `ms` milliseconds. */
async function cpuTime(browser: Browser, ms: number): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const spent = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return new Map(
      processInfo.filter(({ type }) => type === "renderer")
        .map(({ id, cpuTime }) => [id, cpuTime]),
    );
  };
  const start = await spent();
  await new Promise((resolve) => setTimeout(resolve, ms));
  const end = await spent();
  await session.detach();
  return [...end].reduce((sum, [id, time]) => sum + time - (start.get(id) ?? 0), 0);
}
