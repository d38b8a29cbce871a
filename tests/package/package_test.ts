import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readConfig } from "../../tools/config.ts";
import { root } from "../../tools/paths.ts";
import { openBrowser } from "../browser/chromium.ts";
import { dryRun, Installed, pinned } from "./installed.ts";
import { Pages } from "./page.ts";
import { use } from "./use.ts";

type Used = Awaited<ReturnType<typeof use>>;

const here = await use();

/**
 * What another runtime gives must be what Deno gives, to the rounding of tanh, exp and log: their last bits differ among
 * versions of V8 and builds of Chromium, and nothing else in the float64 path does.
 */
function expectAsHere({ routes, readable, fast }: Used): void {
  expect(farthest(routes.Whh, here.routes.Whh)).toBeLessThan(1e-13);
  expect(routes.products).toBeLessThan(1e-12);
  expect(routes.differences).toBeLessThan(1e-6);
  expect(farthest(readable.losses, here.readable.losses)).toBeLessThan(1e-10);
  expect(farthest(fast.losses, here.readable.losses)).toBeLessThan(1e-4);
}

/** The largest difference of two lists, as a share of the largest number. */
function farthest(a: number[], b: number[]): number {
  expect(a.length).toBe(b.length);
  const largest = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((value, n) => Math.abs(value - b[n]))) / largest;
}

describe("JSR", () => {
  it("would take the library as it stands", async () => {
    const { code, stdout, stderr } = await dryRun(), said = stdout + stderr;
    expect({
      code,
      said: said.split("\n").filter((line) => /^error|missing-explicit-type/.test(line)),
    })
      .toEqual({ code: 0, said: [] });
    const home = pathToFileURL(root).href;
    const files = [...said.matchAll(/^ +(file:\S+) /gm)].map(([, file]) => file.slice(home.length));
    expect(files.length).toBeGreaterThan(100);
    for (const name of ["/README.md", "/LICENSE", "/CHANGELOG.md", "/lib/fast/kernels.ts"]) {
      expect(files).toContain(name);
    }
    const inside = /^\/(lib\/check|lib\/fast\/assembly|tests|notebooks|data)\//;
    expect(files.filter((file) => inside.test(file))).toEqual([]);
  });
});

describe("CHANGELOG.md", () => {
  it("begins with the version of deno.json", async () => {
    const text = await Deno.readTextFile(join(root, "CHANGELOG.md"));
    expect(text.match(/^## \[(.+?)\]/m)?.[1]).toBe((await readConfig()).version);
  });
});

describe("use()", () => {
  it("agrees with itself: three routes, and the fast engine with the readable one", () => {
    const [first, , last] = here.readable.losses;
    expect(last).toBeLessThan(0.75 * first);
    expectAsHere(here);
  });
});

describe("the npm package", () => {
  let installed: Installed, types: string;
  before(async () => {
    installed = await Installed.make();
    types = await installed.compile("use.ts", join(root, "tests/package/use.ts"));
  });
  after(() => installed?.remove()); // what failed before is what is told

  it("brings ml-matrix and what that needs, and nothing for plots", () => {
    const names = installed.packages();
    expect(names).toContain("ml-matrix");
    expect(names.filter((name) => !/^ml-|^is-any-array$|^@unrolled$|^typescript$/.test(name)))
      .toEqual([]);
  });

  it("has types that hold in strict TypeScript, with every declaration file checked", () => {
    expect(types).toBe("");
  });

  it("gives in Node what it gives in Deno, and the same bits each time", async () => {
    const script =
      `import { use } from "./use.js"; process.stdout.write(JSON.stringify(await use()));`;
    const run = () => installed.run("node", "--input-type=module", "-e", script);
    const printed = await run(), used: Used = JSON.parse(printed);
    expectAsHere(used);
    expect(await run()).toBe(printed);
    expect(used.fast.engine).toBe("WebAssembly SIMD, float32, 1 thread");
  });

  it("reads and writes files in Node, and says in one sentence where one is missing", async () => {
    await installed.write("text.txt", "naïve café. ".repeat(40));
    await installed.write("files.js", FILES);
    const printed = JSON.parse(await installed.run("node", "files.js"));
    expect(printed).toEqual({
      length: 480,
      bytes: 560,
      far: expect.any(Number),
      missing: "Cannot read nowhere.txt: there is no such file",
    });
    expect(printed.far).toBeLessThan(0.01);
  });

  it("draws in Node once the packages for plots are there", async () => {
    const { peerDependencies } = JSON.parse(
      await Deno.readTextFile(join(root, "build/npm/package.json")),
    );
    await installed.npm(...await Promise.all(Object.keys(peerDependencies).map(pinned)));
    await installed.write("plot.js", PLOT);
    const png = await installed.run("node", "--no-warnings", "plot.js");
    expect(png.slice(0, 8)).toBe("iVBORw0K"); // a PNG's first bytes, in base64
    expect(png.length).toBeGreaterThan(5000);
  });

  describe("in a browser", () => {
    let pages: Pages;
    before(async () => {
      await installed.npm("esbuild@0.28.2");
      const worker = "node_modules/@unrolled/rnn/dist/fast/worker.js";
      await installed.write("used.js", 'import { use } from "./use.js"; postMessage(await use());');
      const options = ["--bundle", "--format=esm", "--platform=browser", "--outdir=bundle"];
      await installed.tool("esbuild", ...options, "--entry-names=[name]", "use.js", worker);
      await installed.tool("esbuild", ...options, "--external:./use.js", "used.js");
      pages = new Pages(await openBrowser(), join(installed.folder, "bundle"));
    });
    after(() => pages?.close());

    it("gives on a page what it gives in Deno, on one thread, without a complaint", async () => {
      const { used, complaints } = await pages.open<Used>("/page.html");
      expectAsHere(used);
      expect(used.fast.engine).toBe("WebAssembly SIMD, float32, 1 thread");
      expect(complaints).toEqual([]);
    });

    it("stays on one thread on an isolated page, which may not wait for another", async () => {
      const { used, complaints } = await pages.open<Used>("/isolated/page.html");
      expectAsHere(used);
      expect(used.fast.engine).toMatch(/, 1 thread$/);
      expect(complaints).toEqual([]);
    });

    it("shares the work among threads in a worker of an isolated page", async () => {
      const { used, complaints } = await pages.open<Used>("/isolated/worker.html");
      expectAsHere(used);
      const { hardwareConcurrency } = navigator;
      if (hardwareConcurrency > 1) expect(used.fast.engine).toMatch(/, \d+ threads$/);
      expect(complaints).toEqual([]);
    });
  });
});

const FILES = `
import { Matrix } from "@unrolled/rnn";
import { loadWeights, openText, saveWeights } from "@unrolled/rnn/files";
const { length, bytes } = openText("text.txt");
const params = { W: Matrix.column([0.5, -0.25, 1]) };
await saveWeights("w.bin", { params, about: {} });
const read = await loadWeights("w.bin", params);
const far = Math.max(...read.params.W.data.map((w, n) => Math.abs(w - params.W.data[n])));
let missing;
try { openText("nowhere.txt"); } catch (error) { missing = error.message; }
console.log(JSON.stringify({ length, bytes, far, missing }));
`;

const PLOT = `
import { matrixPicture } from "@unrolled/rnn/plot";
import { Matrix } from "@unrolled/rnn";
process.env.UNROLLED_FIGURES = "committed";
const W = Matrix.column([0, 0.5, -1]);
const figure = matrixPicture(W, { title: "Numbers", alt: "Numbers" });
const bundle = await figure[Symbol.for("Jupyter.display")]();
process.stdout.write(bundle["image/png"]);
`;
