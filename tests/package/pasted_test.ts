import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { serveFolder } from "../../site/build/serve.ts";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { openBrowser } from "../browser/chromium.ts";
import { scratch } from "../tools/scratch.ts";
import { Installed } from "./installed.ts";

const PLOT = `
import { Matrix } from "@unrolled/rnn";
import { heatmap, lineChart } from "@unrolled/rnn/plot";
const figure = heatmap(Matrix.column([0.5, -0.25, 1]), { title: "Three weights" });
const chart = lineChart({ E: [3, 2, 1] }, { title: "The loss falls", x: "step", y: "nats" });
document.body.innerHTML = figure.svg() + chart.svg();
`;
const PAGE = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Paste</title>
<body><script type="module" src="/main.js"></script></body></html>`;

/** Returns the first program of the README. */
async function firstExample(): Promise<string> {
  const readme = await Deno.readTextFile(join(root, "README.md"));
  return readme.match(/```ts\n([^]*?)```/)![1];
}

describe("the README's first program, pasted", () => {
  let installed: Installed, example: string, printed: string;
  before(async () => {
    installed = await Installed.make();
    example = await firstExample();
  });
  after(() => installed?.remove());

  it("runs in Deno, in a folder of the checkout", async () => {
    const folder = await scratch(), path = join(folder, "pasted.ts");
    await Deno.writeTextFile(path, example);
    const { code, stdout } = await captureOutput([Deno.execPath(), "run", path], { cwd: folder });
    await Deno.remove(folder, { recursive: true });
    printed = stdout;
    expect(code).toBe(0);
    expect(printed).toMatch(/^16\.\d+/); // five letters of 27: about 5 log 27 nats
  });

  it("runs in Node", async () => {
    await installed.write("pasted.js", example);
    const inNode = await installed.run("node", "pasted.js");
    expect(inNode.slice(0, 10)).toBe(printed.slice(0, 10));
  });

  it("runs in a page built by Vite, and so do figures", async () => {
    await installed.npm("vite@8.4.0");
    await installed.write("index.html", PAGE);
    await installed.write("main.js", `${example}\n${PLOT.replace(", Matrix }", " }")}`);
    await installed.tool("vite", "build");
    const server = serveFolder(join(installed.folder, "dist")), browser = await openBrowser();
    const page = await browser.newPage(), logs: string[] = [];
    page.on("console", (message) => logs.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => logs.push(`error: ${error}`));
    await page.goto(`http://127.0.0.1:${server.addr.port}/`);
    await page.locator("svg[role=img]").nth(1).waitFor();
    await browser.close();
    await server.shutdown();
    expect(logs).toHaveLength(1);
    expect(logs[0].slice(0, 15)).toBe(`log: ${printed.slice(0, 10)}`);
  });

  it("can be bundled by esbuild", async () => {
    await installed.npm("esbuild@0.28.2");
    const options = ["--bundle", "--format=esm", "--platform=browser", "--outfile=bundled.js"];
    await installed.tool("esbuild", ...options, "main.js");
    expect((await Deno.stat(join(installed.folder, "bundled.js"))).size).toBeGreaterThan(1e5);
  });
});
