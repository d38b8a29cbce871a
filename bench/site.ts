import { join } from "node:path";
import type { Page } from "playwright-core";
import { html } from "../site/build/folders.ts";
import { captureOutput } from "../tools/command.ts";
import { root, venvProgram } from "../tools/paths.ts";
import { openBrowser } from "../tests/browser/chromium.ts";
import { type Line, SlowSite } from "../tests/site/slow_site.ts";

// deno task bench:site: measures the built site in Chromium, beside Deno in the same run
const NOTEBOOK = "04_every_term.html";
const LINES: Record<string, Line> = {
  "this machine": { megabits: 1e5, delay: 0 },
  "10 Mbit/s, 40 ms": { megabits: 10, delay: 40 },
  "3 Mbit/s, 50 ms": { megabits: 3, delay: 50 },
};
const RUNS = 5;

/** Trains an LSTM of 128 units with batches of 32 sequences and 25 steps, and gives the milliseconds of each step. */
const TRAINING = `
import { LSTMCell, Readout, seeded } from "rnn";
import { adam, textBatches } from "rnn/train";
import { fastEngine } from "rnn/fast";
const random = seeded(1), cell = new LSTMCell(64, 128, random);
const model = { cell, readout: new Readout(128, 64, random) };
const classes = Array.from({ length: 40_000 }, (_, n) => n * n % 64);
const trainer = await fastEngine({ workers: 1, blas: false }).train(model, adam(0.01), {});
const times: number[] = [];
for (const batch of textBatches(classes, { steps: 25, size: 32 })) {
  const start = performance.now();
  trainer.gradients(batch);
  trainer.update();
  times.push(performance.now() - start);
  if (times.length === 200) break;
}
console.log(JSON.stringify(times));
`;

// Presses a button and gives the milliseconds until an output has changed.
const FIRST_OUTPUT = `new Promise((done) => {
  const start = performance.now();
  new MutationObserver((changes, observer) => {
    const isOutput = ({ target, addedNodes }) => addedNodes.length > 0 && target.closest?.(".cell_output");
    if (!changes.some(isOutput)) return;
    observer.disconnect();
    done(performance.now() - start);
  }).observe(document.body, { childList: true, subtree: true });
  document.querySelector(".live-all button").click();
})`;

const idle = (page: Page) => page.locator("body[data-idle]").waitFor({ timeout: 120_000 });
const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Measures the first output with empty caches and again after reloading, and the bytes before it. */
async function firstOutputs(): Promise<void> {
  const browser = await openBrowser();
  for (const [name, line] of Object.entries(LINES)) {
    const cold: number[] = [], warm: number[] = [], bytes: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const site = new SlowSite(html, line), page = await (await browser.newContext()).newPage();
      await page.goto(`${site.origin}/${NOTEBOOK}`, { waitUntil: "networkidle" });
      site.reset();
      cold.push(await page.evaluate(FIRST_OUTPUT));
      bytes.push(site.sent);
      await idle(page);
      await page.reload({ waitUntil: "networkidle" });
      warm.push(await page.evaluate(FIRST_OUTPUT));
      await page.context().close();
      await site.close();
    }
    const [c, w, b] = [cold, warm, bytes].map(median);
    console.log(
      `first output, ${name}: ${Math.round(c)} ms cold, ${Math.round(w)} ms warm, ${
        Math.round(b / 1e3)
      } kB`,
    );
  }
  await browser.close();
}

/** Measures notebook 04 whole, start of the kernel included, in a page and in Deno's kernel. */
async function wholeNotebook(): Promise<void> {
  const browser = await openBrowser(), site = new SlowSite(html, LINES["this machine"]);
  const inPage: number[] = [], inDeno: number[] = [];
  const page = await browser.newPage();
  for (let run = 0; run < RUNS; run++) {
    await page.goto(`${site.origin}/${NOTEBOOK}`, { waitUntil: "networkidle" });
    const start = performance.now();
    await page.locator(".live-all button").first().click();
    await idle(page);
    inPage.push(performance.now() - start);
    const program = join(root, "bench", "notebook_time.py");
    const path = join(root, "notebooks", "04_every_term.ipynb");
    const { stdout } = await captureOutput([venvProgram("python"), program, path]);
    inDeno.push(Number(stdout));
  }
  await browser.close();
  await site.close();
  const [a, b] = [inPage, inDeno].map(median);
  console.log(
    `04 whole: ${Math.round(a)} ms in the page, ${Math.round(b)} ms in Deno, ratio ${
      (a / b).toFixed(2)
    }`,
  );
}

/** Measures a training step on one thread in a page and in Deno. */
async function training(): Promise<void> {
  const browser = await openBrowser(), site = new SlowSite(html, LINES["this machine"]);
  const page = await browser.newPage();
  await page.goto(`${site.origin}/${NOTEBOOK}`);
  await page.locator(".cell_input .live-bar button", { hasText: "Edit" }).first().click();
  await page.locator(".cm-content").first().fill(TRAINING);
  await page.locator(".cell_input .live-bar button", { hasText: "Run" }).first().click();
  await idle(page);
  const shown = await page.locator(".cell_output pre").first().innerText();
  await browser.close();
  await site.close();
  const program = join(root, ".tmp", "training.ts");
  await Deno.writeTextFile(program, TRAINING);
  const { stdout } = await captureOutput([Deno.execPath(), "run", "-A", program], { cwd: root });
  const [a, b] = [shown, stdout].map((text) => median((JSON.parse(text) as number[]).slice(50)));
  console.log(
    `training step: ${a.toFixed(2)} ms in the page, ${b.toFixed(2)} ms in Deno, ratio ${
      (a / b).toFixed(2)
    }`,
  );
}

await firstOutputs();
await wholeNotebook();
await training();
