import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { codeCells } from "../../lib/notebook/cells.ts";
import { notebooks, root } from "../../tools/paths.ts";
import { runTool } from "../tools/scratch.ts";
import { openBrowser } from "./chromium.ts";
import { LabPage, SIZE } from "./lab_page.ts";
import { copyOfNotebooks, courseNotebooks, differences, writeNotebook } from "./room.ts";
import { type Server, startLab } from "./server.ts";
import { takeTurns } from "./turns.ts";

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

// deno task browser -- 07_memory … runs only the named ones as a whole
const asked = courseNotebooks().filter((name) =>
  Deno.args.length === 0 || Deno.args.includes(name.slice(0, -6))
);

describe("the course in JupyterLab", () => {
  let room: string, server: Server, browser: Browser, lab: LabPage;
  let runs: Map<string, Promise<string[]>>;

  before(async () => {
    room = await copyOfNotebooks();
    await Deno.mkdir(PICTURES, { recursive: true });
    server = await startLab([`--ServerApp.root_dir=${room}`, "--expose-app-in-browser"]);
    browser = await openBrowser();
    lab = await newPage("one");
    const pages = [lab, await newPage("two")];
    runs = takeTurns(asked, pages.map((page) => (name) => runWhole(page, name)));
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await Deno.remove(room, { recursive: true });
  });

  for (const name of asked) {
    it(`${name} runs as a whole, each output in its cell and as it is committed`, async () => {
      expect(await runs.get(name)).toEqual([]);
    });
  }

  it("a slider moves by mouse and keyboard, and Play runs to the end", async () => {
    await lab.open("notebooks/07_memory.ipynb");
    await lab.command("notebook:run-all-cells");
    const figure = lab.notebook.locator("[data-frames][data-alive]");
    const slider = figure.getByRole("slider"), shown = figure.locator("output");
    const drawing = () => figure.locator("svg").first().innerHTML();
    await slider.scrollIntoViewIfNeeded();
    await shown.filter({ hasText: "θ = 0.9" }).waitFor(); // the cells below still run
    const first = await drawing();
    expect(await shown.innerText()).toBe("θ = 0.9");

    await slider.click(); // in its middle
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
    expect(await differences(join(room, "notebooks", "07_memory.ipynb"))).toEqual([]);
    await lab.close();
  });

  it("the stop button ends a running training, and later cells go on with what it has learnt", async () => {
    await writeNotebook(join(room, "notebooks", "training.ipynb"), TRAINING);
    await lab.open("notebooks/training.ipynb");
    for (const number of [0, 1, 2]) await lab.run(number);
    await lab.output(2).locator("svg").first().waitFor();
    await lab.press("notebook:interrupt-kernel");
    const stopped = lab.output(2).getByText("expected struct EvaluateResponse"); // the kernel's words
    await stopped.waitFor({ timeout: 10_000 });
    await lab.page.screenshot({ path: join(PICTURES, "interrupted.png") });
    await lab.run(3);
    await lab.output(3).getByText("true,true,true").waitFor();
    await lab.run(4);
    await lab.output(4).getByText('"steps"').waitFor();
    await lab.close();
  });

  it("an exercise of a released folder: the stub is told so, the solution passes, in a box", async () => {
    const released = await runTool(root, "grading/release.ts", [join(room, "students")]);
    expect(released).toMatchObject({ code: 0 });
    const cells = await codeCells(join(root, "exercises", "source", "ps3", "ps3.ipynb"));
    await lab.open("students/notebooks/ps3.ipynb");
    for (const number of [0, 1, 2]) await lab.run(number);
    await lab.output(2).getByText("✗ ps3.tick: not yet, 0 of 2 points").waitFor();
    await lab.page.screenshot({ path: join(PICTURES, "ps3-not-yet.png") });
    await lab.write(1, cells[1]);
    for (const number of [1, 2]) await lab.run(number);
    await lab.output(2).getByText("✓ ps3.tick: pass, 2 of 2 points").waitFor();
    await lab.page.screenshot({ path: join(PICTURES, "ps3-pass.png") });
    expect(await lab.problems()).toEqual([]);
    await lab.close();
  });

  it("types are told while a student writes: what is wrong, what a name is, which names there are", async () => {
    await writeNotebook(join(room, "notebooks", "writing.ipynb"), WRITING);
    await lab.open("notebooks/writing.ipynb");
    const wrong = lab.notebook.locator(".cm-lintRange");
    await wrong.first().waitFor();
    expect(await wrong.allInnerTexts()).toEqual(["wrong"]); // the second one is none
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

  it("Run all and check, in the launcher, tells of cells, claims and types by their cell", async () => {
    await writeNotebook(join(room, "notebooks", "typed.ipynb"), TYPED);
    await lab.open("notebooks/typed.ipynb");
    await lab.command("launcher:create");
    await lab.page.locator(".jp-LauncherCard:visible", { hasText: "Run all and check" }).click();
    const dialog = lab.page.locator(".jp-Dialog");
    await dialog.waitFor();
    await lab.page.screenshot({ path: join(PICTURES, "run-all-and-check.png") });
    const said = await dialog.innerText();
    expect(said).toContain("✓ All 3 code cells ran");
    expect(said).toContain("✓ 1 claim or check holds");
    expect(said).toContain(`const wrong: number = "x";\n        ^`);
    expect(said).toContain("at typed, code cell 3, line 2, column 7");
    await dialog.getByRole("button", { name: "Close" }).click();
    expect(await lab.cell(2).innerText()).not.toContain("TS2322"); // in no cell

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

  async function newPage(workspace: string): Promise<LabPage> {
    const page = await browser.newPage({ viewport: SIZE });
    page.setDefaultTimeout(60_000);
    const lab = new LabPage(page);
    await lab.load(server.address, workspace);
    await lab.command("application:toggle-left-area");
    return lab;
  }

  /** What is wrong after a run of all cells of a notebook: errors shown, outputs other than the committed ones. */
  async function runWhole(lab: LabPage, name: string): Promise<string[]> {
    await lab.open(`notebooks/${name}`);
    await lab.command("notebook:run-all-cells");
    const shown = await lab.problems();
    await lab.save();
    const changed = await differences(join(room, "notebooks", name));
    for (const theme of ["Dark", "Light"] as const) {
      await lab.picture(join(PICTURES, `${name.slice(0, -6)}-${theme.toLowerCase()}.png`), theme);
    }
    await lab.close();
    return [...shown, ...changed];
  }
});
