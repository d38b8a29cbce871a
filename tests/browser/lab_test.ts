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
    const slider = figure.getByRole("slider");
    const shows = (label: string) =>
      figure.locator("output").getByText(`θ = ${label}`, { exact: true }).waitFor();
    const drawing = () => figure.locator("svg").first().innerHTML();
    await slider.scrollIntoViewIfNeeded();
    await shows("0.9");
    const first = await drawing();

    await slider.click(); // in the middle
    await shows("0.95");
    expect(await drawing()).not.toBe(first);
    await lab.page.keyboard.press("ArrowRight");
    await shows("0.96");
    await lab.page.keyboard.press("Home");
    await shows("0.8");

    await figure.getByRole("button", { name: "Play" }).click();
    await figure.getByRole("button", { name: "Pause" }).waitFor();
    await figure.getByRole("button", { name: "Play" }).waitFor();
    await shows("1.1");
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
    const stopped = lab.output(2).getByText("Stopped.", { exact: true });
    await stopped.waitFor();
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
    await lab.complete("Whf", "any");
    await lab.page.screenshot({ path: join(PICTURES, "type-names.png") });
    await lab.page.keyboard.press("Escape");
    await lab.close();
  });

  it("Run all and check, in the launcher, restarts the kernel and reports claims and type errors", async () => {
    await writeNotebook(join(folder, "notebooks", "typed.ipynb"), TYPED);
    await lab.openNotebook("notebooks/typed.ipynb");
    await lab.run(0);
    await lab.cell(0).getByText("[1]:").waitFor();
    await lab.command("launcher:create");
    await lab.page.locator(".jp-LauncherCard:visible", { hasText: "Run all and check" }).click();
    const dialog = lab.page.locator(".jp-Dialog");
    await dialog.waitFor();
    await lab.page.screenshot({ path: join(PICTURES, "run-all-and-check.png") });
    const report = await dialog.innerText();
    expect(report).toContain("✗ 1 failure");
    expect(report).toContain("✗ [3] TS2322, line 2: Type 'string' is not assignable");
    expect(report).toContain(`const wrong: number = "x";\n            ^`);
    expect(report).toContain("✓ 1 claim or check holds:\n✓ [2] Two is two");
    await dialog.getByRole("button", { name: "Close" }).click();
    expect(await lab.cell(0).innerText()).toContain("[1]:"); // in a new kernel
    expect(await lab.cell(2).innerText()).not.toContain("TS2322"); // the report changes no cell
    await lab.close();
  });

  it("Run all and check, in the Run menu, goes to the first false claim, and runs what is below it", async () => {
    const space = Array.from({ length: 8 }, () => "\n".repeat(20));
    await writeNotebook(join(folder, "notebooks", "false.ipynb"), [
      ...[TYPED[0], ...space, 'claim("Two is three", [2, "===", 3]);', TYPED[1]],
    ]);
    await lab.openNotebook("notebooks/false.ipynb");
    await lab.page.locator(".lm-MenuBar-item", { hasText: /^Run$/ }).click();
    const item = lab.page.locator(".lm-Menu-item", { hasText: /^Run all and check without types/ });
    expect(await item.getAttribute("data-type")).toBe("command");
    expect(await item.getAttribute("class")).not.toContain("lm-mod-toggled");
    await item.click();
    const dialog = lab.page.locator(".jp-Dialog");
    await dialog.waitFor();
    const report = await dialog.innerText();
    expect(report).toContain(
      "✗ [2] The claim does not hold: Two is three\nMeasured 2, expected exactly 3 (off by 1)",
    );
    expect(report).toContain("– The types were not checked");
    expect(report).toContain("✗ 1 of 2 claims and checks hold:\n✓ [3] Two is two");
    await dialog.getByRole("button", { name: "Close" }).click();
    const claim = lab.notebook.getByText("Two is three").first();
    await claim.waitFor();
    const { y } = (await claim.boundingBox())!;
    expect([y > 0, y < 900]).toEqual([true, true]);
    await lab.close();
  });
});
