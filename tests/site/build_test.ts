import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { cellSource, readNotebook } from "../../lib/notebook/cells.ts";
import { sourceOf } from "../../grading/class/model_key.ts";
import { root } from "../../tools/paths.ts";
import {
  withOpenLinks,
  withoutOutputs,
  withoutSolutions,
  withPageLinks,
} from "../../site/build/notebook.ts";
import {
  courseTable,
  fillTemplate,
  notebookSummary,
  rewriteLinks,
  section,
  toctree,
} from "../../site/build/pages.ts";
import { contentsOf } from "../../tools/notebook_runs.ts";
import { serveAtPortOrFree } from "../../site/build/serve.ts";
import { runTool, scratch } from "../tools/scratch.ts";

describe("deno task site", () => {
  it("reads title, question and minutes from the first cell of a notebook", () => {
    const cell =
      "# 01 · Unrolled\n\n**What does it remember?**\n\n$$h$$\n\n*25 minutes. Before: 00. After: you can unroll.*";
    const summary = notebookSummary("01_unrolled", cell);
    expect(summary).toEqual({
      name: "01_unrolled",
      title: "01 · Unrolled",
      question: "What does it remember?",
      minutes: "25",
    });
    expect(courseTable([summary])).toContain(
      "| [01 · Unrolled](01_unrolled.ipynb) | What does it remember? | 25 min |",
    );
  });

  it("leads from a notebook's last cell to the reference, the first page and the glossary", () => {
    const [code, links] = [{
      cell_type: "code",
      source: 'import { slider, type Slider } from "rnn/plot";',
    }, {
      cell_type: "markdown",
      id: "course-links",
      source: [
        "[`slider`](../lib/plot/slider.ts), [`Slider`](../lib/plot/slider.ts)\n",
        "[All](../README.md#the-notebooks) · [G](../notebooks/GLOSSARY.md) · [08 · LSTM](08_lstm.ipynb) →",
      ],
    }].map((cell) => ({ ...cell, metadata: {} }));
    const page = withPageLinks({
      cells: [code, links],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    });
    expect(page.cells[0]).toEqual(code);
    expect(cellSource(page.cells[1]).split("\n")).toEqual([
      "[`slider`](#ref-rnn-plot-slider), [`Slider`](#ref-rnn-plot-type-slider)",
      "[All](index.md) · [G](glossary.md) · [08 · LSTM](08_lstm.ipynb) →",
    ]);
  });

  it("leads from a notebook's text to the results of an experiment and to the problem sets", () => {
    const source = "See [`quotes`](../experiments/quotes.ts) and [sets](../exercises/README.md).";
    const cells = [{ cell_type: "markdown", metadata: {}, source }];
    const page = withPageLinks({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
    expect(page.cells[0].source)
      .toBe("See [`quotes`](experiments.md#quotes) and [sets](exercises/index.md).");
  });

  it("replaces every solution of the problem sets by a TODO", async () => {
    for (const set of SETS) {
      const source = await readNotebook(sourceOf(set));
      const text = withoutSolutions(source).cells.map(cellSource).join("\n");
      expect(text).not.toMatch(/(BEGIN|END) SOLUTION/);
      expect(text.split("// TODO: your lines\n").length - 1)
        .toBe(JSON.stringify(source).split("BEGIN SOLUTION").length - 1);
    }
  });

  it("removes outputs and execution counts from downloads", () => {
    const cell = {
      cell_type: "code",
      source: "1;",
      metadata: {},
      outputs: [{ output_type: "stream" }],
      execution_count: 3,
    };
    const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    expect(withoutOutputs(notebook).cells[0]).toEqual({
      ...cell,
      outputs: [],
      execution_count: null,
    });
  });

  it("runs a notebook again if its text has changed, but not if its outputs have", () => {
    const prose = { cell_type: "markdown", source: ["Why\n", "it works"], metadata: {} };
    const code = { cell_type: "code", source: "1;", metadata: {}, outputs: [], execution_count: 1 };
    const notebook = { cells: [prose, code], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const changed = { ...notebook, cells: [{ ...prose, source: "How it works" }, code] };
    expect(contentsOf(changed)).not.toBe(contentsOf(notebook));
    const ran = {
      ...notebook,
      cells: [prose, { ...code, outputs: [{ output_type: "stream" }], execution_count: 2 }],
    };
    expect(contentsOf(ran)).toBe(contentsOf(notebook));
  });

  for (
    const [flag, message] of [
      ["--jobs=abc", "Cannot run the notebooks: --jobs must be a positive integer, got abc"],
      ["--job=2", "Cannot read the arguments: Unknown option '--job'"],
      ["--binder=here", "Cannot link to Binder: --binder must be a URL, got here"],
      ["--out=lib", "Cannot build the site in lib: it must be empty or hold an earlier site"],
    ]
  ) {
    it(`rejects ${flag} in one sentence`, async () => {
      const { code, text } = await runTool(root, "site/build.ts", [flag]);
      expect(text.trim()).toMatch(message);
      expect(text.trim().split("\n")).toHaveLength(1);
      expect(code).toBe(1);
    });
  }

  it("puts the links that open a notebook below its title, and equations out of it", () => {
    const cell = { cell_type: "markdown", source: "# 01 · $h_t$", metadata: {} };
    const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const links = { open: "open.html", file: "downloads/a.ipynb", binder: "https://b.org/?a&b" };
    const [title, opening] = withOpenLinks(notebook, links).cells.map(cellSource);
    expect(title).toBe("# 01 · h_t");
    expect(opening).toContain('<a href="downloads/a.ipynb" download>');
    expect(opening).toContain('<a href="https://b.org/?a&amp;b">');
    const [, withoutBinder] = withOpenLinks(notebook, { ...links, binder: "" }).cells;
    expect(cellSource(withoutBinder)).not.toContain("Binder");
  });

  it("rewrites links to files for the site, and names files that the site does not have", () => {
    const text = "[hub](../deploy/README.md) [bench](../bench/run.ts) ![p](a.png) [x](#x)\n" +
      "[hub](../deploy/README.md#one-server) [run.ts](../bench/run.ts) [`r`](../bench/run.ts)";
    expect(rewriteLinks(text, "exercises")).toEqual({
      text: "[hub](hub.md) bench (`bench/run.ts`) ![p](images/a.png) [x](#x)\n" +
        "[hub](hub.md#one-server) `bench/run.ts` `r`",
      images: ["exercises/a.png"],
    });
  });

  it("extracts a section with its heading, and throws if there is none", () => {
    expect(section("# a\n\n## b\n\nc\n\n## d\n\ne\n", "b")).toBe("## b\n\nc");
    expect(() => section("# a", "b")).toThrow("Cannot find the section b");
  });

  it("fills placeholders, and throws for one without a value", () => {
    expect(fillTemplate("a {{x}} c", { x: "b" })).toBe("a b c");
    expect(() => fillTemplate("{{x}}", {})).toThrow("Cannot fill the placeholder {{x}}");
  });

  it("writes a table of contents with or without a caption", () => {
    expect(toctree(["a.md", "b.ipynb"], "C"))
      .toBe("```{toctree}\n:caption: C\n:hidden:\n\na\nb\n```");
    expect(toctree(["a"])).toBe("```{toctree}\n:hidden:\n\na\n```");
  });

  it("serves index.html for a folder, and uses a free port if the given one is taken", async () => {
    const folder = await scratch();
    await Deno.mkdir(join(folder, "api"));
    await Deno.writeTextFile(join(folder, "api", "index.html"), "first");
    const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const server = serveAtPortOrFree(folder, taken.addr.port);
    try {
      expect(server.addr.port).not.toBe(taken.addr.port);
      const page = await fetch(`http://127.0.0.1:${server.addr.port}/api/`);
      expect(await page.text()).toBe("first");
    } finally {
      taken.close();
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    }
  });
});
