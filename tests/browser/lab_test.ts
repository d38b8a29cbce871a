import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { codeCells } from "../../lib/notebook/cells.ts";
import { notebooks, root } from "../../tools/paths.ts";
import { runTool } from "../tools/scratch.ts";
import { openBrowser } from "./chromium.ts";
import { LabPage } from "./lab_page.ts";
import { copyCourse, differences, writeNotebook } from "./copies.ts";
import { type Server, startLab } from "./server.ts";

const PICTURES = join(root, ".tmp", "pictures"); // git ignores it

const TRAINING = [
  `import { adagrad, textBatches, train } from "rnn/train";
import { LSTMCell, Readout, seeded } from "rnn";
import { fastEngine } from "rnn/fast";
import { lineChart } from "rnn/plot";
import { live } from "rnn/notebook";`,
  `const random = seeded(1);
const model = { cell: new LSTMCell(5, 64, random), readout: new Readout(64, 5, random) };
const before = model.cell.params.Whf.at(0, 0);
const classes = Array.from({ length: 9000 }, (_, n) => n * n % 5);
const batches = () => textBatches(classes, { steps: 20, size: 32 });
const options = { optimizer: adagrad(0.01), engine: fastEngine({ workers: 2 }), reportEvery: 20 };`,
  `const losses: number[] = [];
const screen = live();
await train(model, batches(), {
  ...options,
  steps: 1e9,
  report: async ({ loss }) => {
    losses.push(loss);
    if (losses.length > 1) await screen.show(lineChart({ loss: losses }, { title: "The loss", x: "report", y: "nats" }));
  },
});`,
  `[losses.length > 1, model.cell.params.Whf.at(0, 0) !== before, losses.every(Number.isFinite)].join();`,
  `const { stopped } = await train(model, batches(), { ...options, steps: 50 });
stopped;`,
];

const TYPED = [
  'import { claim } from "rnn/notebook";',
  'claim("Two is two", Number(2) === 2);',
  '// it runs, and its type is wrong\nconst wrong: number = "x";',
];

const WRITING = [
  'import { LSTMCell, seeded } from "rnn";',
  "const memory = new LSTMCell(5, 64, seeded(1));",
  'const wrong: number = "x";',
  "const wrong = memory;\nmemory.params",
];

describe("the course in JupyterLab", () => {
  let folder: string, server: Server, browser: Browser, lab: LabPage;

  before(async () => {
    folder = await copyCourse();
    await Deno.mkdir(PICTURES, { recursive: true });
    server = await startLab([`--ServerApp.root_dir=${folder}`, "--expose-app-in-browser"]);
    browser = await openBrowser();
    lab = await LabPage.open(browser, server.address, "one");
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await Deno.remove(folder, { recursive: true });
  });

  it("07 runs with the committed outputs; its slider moves by mouse and keyboard, and Play runs to the end", async () => {
    await lab.openNotebook("notebooks/07_memory.ipynb");
    await lab.command("notebook:run-all-cells");
    const figure = lab.notebook.locator("[data-frames][data-alive]");
    const slider = figure.getByRole("slider"), shown = figure.locator("output");
    const drawing = () => figure.locator("svg").first().innerHTML();
    await slider.scrollIntoViewIfNeeded();
    await shown.filter({ hasText: "θ = 0.9" }).waitFor(); // the cells below are still running
    const first = await drawing();
    expect(await shown.innerText()).toBe("θ = 0.9");

    await slider.click(); // in the middle
    expect(await shown.innerText()).toBe("θ = 0.95");
    expect(await drawing()).not.toBe(first);
    await lab.page.keyboard.press("ArrowRight");
    expect(await shown.innerText()).toBe("θ = 0.96");
    await lab.page.keyboard.press("Home");
    expect(await shown.innerText()).toBe("θ = 0.8");

    await figure.getByRole("button", { name: "Play" }).click();
    await figure.getByRole("button", { name: "Pause" }).waitFor();
    await figure.getByRole("button", { name: "Play" }).waitFor();
    expect(await shown.innerText()).toBe("θ = 1.1");
  });

  it("a restart forgets all names, and running again gives the same outputs", async () => {
    await lab.press("notebook:restart-kernel");
    await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
    await lab.run(2); // needs names of the cells above
    await lab.output(2).getByText("ReferenceError").first().waitFor();
    await lab.press("notebook:restart-run-all");
    await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
    const last = (await codeCells(join(notebooks, "07_memory.ipynb"))).length;
    await lab.cell(last - 1).getByText("[*]:").first().waitFor();
    await lab.cell(last - 1).getByText(`[${last}]:`).first().waitFor();
    await lab.save();
    expect(await differences(join(folder, "notebooks", "07_memory.ipynb"))).toEqual([]);
    await lab.close();
  });

  it("the stop button interrupts a training, and later cells continue with the trained weights", async () => {
    await writeNotebook(join(folder, "notebooks", "training.ipynb"), TRAINING);
    await lab.openNotebook("notebooks/training.ipynb");
    for (const number of [0, 1, 2]) await lab.run(number);
    await lab.output(2).locator("svg").first().waitFor();
    await lab.press("notebook:interrupt-kernel");
    const stopped = lab.output(2).getByText("expected struct EvaluateResponse"); // the kernel's message
    await stopped.waitFor({ timeout: 10_000 });
    await lab.page.screenshot({ path: join(PICTURES, "interrupted.png") });
    await lab.run(3);
    await lab.output(3).getByText("true,true,true").waitFor();
    await lab.run(4);
    await lab.output(4).getByText('"steps"').waitFor();
    await lab.close();
  });

  it("an exercise of a released folder: the stub fails its check, the solution passes", async () => {
    const released = await runTool(root, "grading/release.ts", [join(folder, "students")]);
    expect(released).toMatchObject({ code: 0 });
    const cells = await codeCells(join(root, "exercises", "source", "ps3", "ps3.ipynb"));
    await lab.openNotebook("students/notebooks/ps3.ipynb");
    for (const number of [0, 1, 2]) await lab.run(number);
    await lab.output(2).getByText("✗ ps3.step: not yet, 0 of 2 points").waitFor();
    await lab.page.screenshot({ path: join(PICTURES, "ps3-not-yet.png") });
    await lab.write(1, cells[1]);
    for (const number of [1, 2]) await lab.run(number);
    await lab.output(2).getByText("✓ ps3.step: pass, 2 of 2 points").waitFor();
    await lab.page.screenshot({ path: join(PICTURES, "ps3-pass.png") });
    expect(await lab.problems()).toEqual([]);
    await lab.close();
  });

  it("the language server shows type errors, types and completions", async () => {
    await writeNotebook(join(folder, "notebooks", "writing.ipynb"), WRITING);
    await lab.openNotebook("notebooks/writing.ipynb");
    const wrong = lab.notebook.locator(".cm-lintRange");
    await wrong.first().waitFor();
    expect(await wrong.allInnerTexts()).toEqual(["wrong"]); // a name that is declared again is no error
    await lab.tip(wrong, "Type 'string' is not assignable to type 'number'");
    await lab.page.screenshot({ path: join(PICTURES, "type-wrong.png") });

    await lab.tip(lab.cell(1).getByText("memory", { exact: true }), "const memory: LSTMCell");
    await lab.page.screenshot({ path: join(PICTURES, "type-hover.png") });

    await lab.cell(3).locator(".cm-content").click();
    await lab.page.keyboard.press("ControlOrMeta+End");
    await lab.page.keyboard.type(".");
    await lab.page.keyboard.press("Tab");
    const names = lab.page.locator(".jp-Completer:visible");
    await names.getByText("Whf").waitFor();
    await lab.page.screenshot({ path: join(PICTURES, "type-names.png") });
    await lab.page.keyboard.press("Escape");
    await lab.close();
  });

  it("Run all and check, in the launcher, reports cells, claims and type errors", async () => {
    await writeNotebook(join(folder, "notebooks", "typed.ipynb"), TYPED);
    await lab.openNotebook("notebooks/typed.ipynb");
    await lab.command("launcher:create");
    await lab.page.locator(".jp-LauncherCard:visible", { hasText: "Run all and check" }).click();
    const dialog = lab.page.locator(".jp-Dialog");
    await dialog.waitFor();
    await lab.page.screenshot({ path: join(PICTURES, "run-all-and-check.png") });
    const report = await dialog.innerText();
    expect(report).toContain("✓ All 3 code cells ran");
    expect(report).toContain("✓ 1 claim or check holds");
    expect(report).toContain(`const wrong: number = "x";\n        ^`);
    expect(report).toContain("at typed, code cell 3, line 2, column 7");
    await dialog.getByRole("button", { name: "Close" }).click();
    expect(await lab.cell(2).innerText()).not.toContain("TS2322"); // the report changes no cell

    await lab.write(1, 'claim("Two is three", Number(2) === 3);');
    const again = lab.command("unrolled:run-all-and-check");
    await dialog.waitFor();
    expect(await dialog.innerText()).toContain(
      "✗ Code cell 2 failed: Error: Claim is false: Two is three; the cells below it did not run",
    );
    await dialog.getByRole("button", { name: "Close" }).click();
    await again;
    await lab.close();
  });
});

describe("the address that deno task lab prints", () => {
  let browser: Browser, server: Server;
  before(async () => {
    server = await startLab();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it("opens the first notebook, with the whole checkout in the file browser", async () => {
    const page = await browser.newPage();
    await page.goto(server.address.href);
    await page.locator(".jp-NotebookPanel .jp-Notebook").waitFor();
    expect(new URL(page.url()).pathname).toBe("/lab/tree/notebooks/00_start.ipynb");
    await page.locator(".jp-BreadCrumbs-home").click();
    const file = (name: string) => page.locator(`.jp-DirListing-item[title*="Name: ${name}"]`);
    for (const name of ["lib", "notebooks", "README.md"]) {
      await file(name).first().waitFor({ state: "attached" });
    }
    await page.close();
  });

  it("shows the sliders of a committed notebook, which it trusts, before anything runs", async () => {
    const page = await browser.newPage();
    const path = `/lab/tree/notebooks/07_memory.ipynb${server.address.search}&reset`;
    await page.goto(new URL(path, server.address).href);
    await page.locator(".jp-Notebook").waitFor();
    await page.locator("[data-frames][data-alive]").first().waitFor();
    await page.close();
  });
});
