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

const inDeno = await use();

/**
 * Expects the results of another runtime to equal Deno's up to the rounding of tanh, exp and log, whose last bits differ
 * among versions of V8 and builds of Chromium.
 */
function expectEqualToDeno({ routes, readable, fast }: Used): void {
  expect(relativeDistance(routes.Whh, inDeno.routes.Whh)).toBeLessThan(1e-13);
  expect(routes.products).toBeLessThan(1e-12);
  expect(routes.differences).toBeLessThan(1e-6);
  expect(relativeDistance(readable.losses, inDeno.readable.losses)).toBeLessThan(1e-10);
  expect(relativeDistance(fast.losses, inDeno.readable.losses)).toBeLessThan(1e-4);
}

/** Returns the largest difference of two lists, relative to the largest absolute value in the second. */
function relativeDistance(a: number[], b: number[]): number {
  expect(a.length).toBe(b.length);
  const largest = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((value, n) => Math.abs(value - b[n]))) / largest;
}

describe("JSR", () => {
  it("accepts the library", async () => {
    const { code, stdout, stderr } = await dryRun(), output = stdout + stderr;
    expect({
      code,
      errors: output.split("\n").filter((line) => /^error|missing-explicit-type/.test(line)),
    })
      .toEqual({ code: 0, errors: [] });
    const home = pathToFileURL(root).href;
    const files = [...output.matchAll(/^ +(file:\S+) /gm)].map(([, file]) =>
      file.slice(home.length)
    );
    expect(files.length).toBeGreaterThan(100);
    for (const name of ["/README.md", "/LICENSE", "/CHANGELOG.md", "/lib/fast/kernels.ts"]) {
      expect(files).toContain(name);
    }
    const unpublished = files.filter((file) =>
      !/^\/(lib|datasets|models)\/|^\/[A-Z]+\.md$|^\/(LICENSE|deno\.json)$/.test(file)
    );
    expect(unpublished).toEqual([]);
    expect(files.filter((file) => file.startsWith("/lib/fast/assembly/"))).toEqual([]);
  });
});

describe("CHANGELOG.md", () => {
  it("starts with the version in deno.json", async () => {
    const text = await Deno.readTextFile(join(root, "CHANGELOG.md"));
    expect(text.match(/^## \[(.+?)\]/m)?.[1]).toBe((await readConfig()).version);
  });
});

describe("use()", () => {
  it("agrees by three routes and with both engines", () => {
    const [first, , last] = inDeno.readable.losses;
    expect(last).toBeLessThan(0.75 * first);
    expectEqualToDeno(inDeno);
  });
});

describe("the npm package", () => {
  let installed: Installed, types: string;
  before(async () => {
    installed = await Installed.make();
    types = await installed.compile("use.ts", join(root, "tests/package/use.ts"));
  });
  after(() => installed?.remove()); // undefined if the set-up failed

  it("installs what figures need, but not the fonts and the renderer of PNG files", () => {
    const names = installed.packages();
    for (const name of ["ml-matrix", "linkedom", "fast-png"]) expect(names).toContain(name);
    for (const name of ["@resvg", "dejavu-fonts-ttf"]) expect(names).not.toContain(name);
  });

  it("passes strict TypeScript, with every declaration file checked", () => {
    expect(types).toBe("");
  });

  it("computes in Node what it computes in Deno, with the same bits each time", async () => {
    const script =
      `import { use } from "./use.js"; process.stdout.write(JSON.stringify(await use()));`;
    const run = () => installed.run("node", "--input-type=module", "-e", script);
    const printed = await run(), used: Used = JSON.parse(printed);
    expectEqualToDeno(used);
    expect(await run()).toBe(printed);
    expect(used.fast.engine).toBe("WebAssembly SIMD, float32, 1 thread");
  });

  it("uses one thread in Node, whatever number of workers is asked for", async () => {
    await installed.write("threads.js", THREADS);
    expect(JSON.parse(await installed.run("node", "threads.js"))).toEqual([
      "WebAssembly SIMD, float32, 1 thread",
      "WebAssembly SIMD, float32, 1 thread",
      "Cannot start the fast engine: workers must be a positive integer, got 0",
    ]);
  });

  it("reads and writes files in Node, and reports a missing one in one sentence", async () => {
    await installed.write("text.txt", "naïve café. ".repeat(40));
    await installed.write("files.js", FILES);
    const printed = JSON.parse(await installed.run("node", "files.js"));
    expect(printed).toEqual({
      length: 480,
      bytes: 560,
      far: expect.any(Number),
      missing: "Cannot read nowinDeno.txt: there is no such file",
    });
    expect(printed.far).toBeLessThan(0.01);
  });

  it("draws in Node once the optional packages are installed", async () => {
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
      const worker = "node_modules/@unrolled/rnn/dist/lib/fast/worker.js";
      await installed.write("used.js", 'import { use } from "./use.js"; postMessage(await use());');
      const options = ["--bundle", "--format=esm", "--platform=browser", "--outdir=bundle"];
      await installed.tool("esbuild", ...options, "--entry-names=[name]", "use.js", worker);
      await installed.tool("esbuild", ...options, "--external:./use.js", "used.js");
      pages = new Pages(await openBrowser(), join(installed.folder, "bundle"));
    });
    after(() => pages?.close());

    it("computes on a page what it computes in Deno, on one thread, without a warning", async () => {
      const { used, warnings } = await pages.open<Used>("/page.html");
      expectEqualToDeno(used);
      expect(used.fast.engine).toBe("WebAssembly SIMD, float32, 1 thread");
      expect(warnings).toEqual([]);
    });

    it("uses one thread on an isolated page, because a page may not wait for another thread", async () => {
      const { used, warnings } = await pages.open<Used>("/isolated/page.html");
      expectEqualToDeno(used);
      expect(used.fast.engine).toMatch(/, 1 thread$/);
      expect(warnings).toEqual([]);
    });

    it("uses several threads in a worker of an isolated page", async () => {
      const { used, warnings } = await pages.open<Used>("/isolated/worker.html");
      expectEqualToDeno(used);
      const { hardwareConcurrency } = navigator;
      if (hardwareConcurrency > 1) expect(used.fast.engine).toMatch(/, \d+ threads$/);
      expect(warnings).toEqual([]);
    });
  });
});

const THREADS = `
import { fastEngine } from "@unrolled/rnn/fast";
let refused;
try { fastEngine({ workers: 0 }); } catch (error) { refused = error.message; }
console.log(JSON.stringify([fastEngine().name, fastEngine({ workers: 2 }).name, refused]));
`;

const FILES = `
import { Matrix } from "@unrolled/rnn";
import { loadWeights, openText, saveWeights } from "@unrolled/rnn/files";
const { length, bytes } = openText("text.txt");
const params = { W: Matrix.column([0.5, -0.25, 1]) };
await saveWeights("w.bin", { params, metadata: {} });
const read = await loadWeights("w.bin", params);
const far = Math.max(...read.params.W.data.map((w, n) => Math.abs(w - params.W.data[n])));
let missing;
try { openText("nowinDeno.txt"); } catch (error) { missing = error.message; }
console.log(JSON.stringify({ length, bytes, far, missing }));
`;

const PLOT = `
import { heatmap } from "@unrolled/rnn/plot";
import { Matrix } from "@unrolled/rnn";
process.env.UNROLLED_FIGURES = "committed";
const W = Matrix.column([0, 0.5, -1]);
const figure = heatmap(W, { title: "Numbers", alt: "Numbers" });
const bundle = await figure[Symbol.for("Jupyter.display")]();
process.stdout.write(bundle["image/png"]);
`;
