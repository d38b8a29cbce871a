import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { sourceOf } from "../../grading/class/model.ts";
import { root } from "../../tools/paths.ts";
import { slimPage } from "../../site/build/api.ts";
import { studentsNotebook, withoutOutputs } from "../../site/build/downloads.ts";
import { textOf } from "../../site/build/notebook.ts";
import { aboutOf, courseTable, section, siteLinks } from "../../site/build/pages.ts";
import { contentsOf } from "../../tools/runs.ts";
import { serveNear } from "../../site/build/serve.ts";
import { filled } from "../../site/build/source.ts";
import { runTool, scratch } from "../tools/scratch.ts";

describe("deno task site", () => {
  it("finds title, question and minutes in a notebook's first cell", () => {
    const cell =
      "# 02 · Unrolled\n\n**What does it remember?**\n\n$$h$$\n\n*25 minutes. Before: 00.*";
    const about = aboutOf("02_unrolled", cell);
    expect(about).toEqual({
      name: "02_unrolled",
      title: "02 · Unrolled",
      question: "What does it remember?",
      minutes: "25",
    });
    expect(courseTable([about])).toContain(
      "| [02 · Unrolled](02_unrolled.ipynb) | What does it remember? | 25 min |",
    );
  });

  it("shows no solution: every problem set has a TODO in the place of each", async () => {
    for (const set of SETS) {
      const source = JSON.parse(await Deno.readTextFile(sourceOf(set)));
      const text = studentsNotebook(source).cells.map(textOf).join("\n");
      expect(text).not.toMatch(/(BEGIN|END) SOLUTION/);
      expect(text.split("// TODO: your lines\n").length - 1)
        .toBe(JSON.stringify(source).split("BEGIN SOLUTION").length - 1);
    }
  });

  it("gives notebooks to download without outputs and counts", () => {
    const cell = {
      cell_type: "code",
      source: "1;",
      metadata: {},
      outputs: [{}],
      execution_count: 3,
    };
    const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    expect(withoutOutputs(notebook).cells[0]).toEqual({
      ...cell,
      outputs: [],
      execution_count: null,
    });
  });

  it("runs a notebook again for another sentence, and not for another output", () => {
    const prose = { cell_type: "markdown", source: ["Why\n", "it works"], metadata: {} };
    const code = { cell_type: "code", source: "1;", metadata: {}, outputs: [], execution_count: 1 };
    const notebook = { cells: [prose, code], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const changed = { ...notebook, cells: [{ ...prose, source: "How it works" }, code] };
    expect(contentsOf(changed)).not.toBe(contentsOf(notebook));
    const ran = { ...notebook, cells: [prose, { ...code, outputs: [{}], execution_count: 2 }] };
    expect(contentsOf(ran)).toBe(contentsOf(notebook));
  });

  it("refuses a number of jobs that is none", async () => {
    const { code, text } = await runTool(root, "site/build.ts", ["--jobs=abc"]);
    expect(text.trim()).toBe("Cannot run the notebooks: --jobs takes a whole number above zero");
    expect(code).toBe(1);
  });

  it("turns links of the checkout into links of the site, and names what the site has not", () => {
    const text = "[hub](../deploy/README.md) [bench](../bench/run.ts) ![p](a.png) [x](#x)\n" +
      "[hub](../deploy/README.md#one-server) [run.ts](../bench/run.ts) [`r`](../bench/run.ts)";
    expect(siteLinks(text, "exercises")).toEqual({
      text: "[hub](hub.md) bench (`bench/run.ts`) ![p](images/a.png) [x](#x)\n" +
        "[hub](hub.md#one-server) `bench/run.ts` `r`",
      pictures: ["exercises/a.png"],
    });
  });

  it("takes a section with its heading, and refuses one that is not there", () => {
    expect(section("# a\n\n## b\n\nc\n\n## d\n\ne\n", "b")).toBe("## b\n\nc");
    expect(() => section("# a", "b")).toThrow("Cannot find the section b");
    expect(() => filled("{{x}}", {})).toThrow("Cannot fill {{x}}");
  });

  it("serves a folder with its first page, and at another port where one is taken", async () => {
    const folder = await scratch();
    await Deno.mkdir(join(folder, "api"));
    await Deno.writeTextFile(join(folder, "api", "index.html"), "first");
    const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const server = serveNear(folder, taken.addr.port);
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

  it("leaves no path of this machine in the reference, and the entries' own names", () => {
    const page =
      '<html><head></head><a\n class="sourceButton" href="file:///home/me/lib/matrix.ts"></a>' +
      '<code>from &quot;fast/mod.ts&quot;</code><a href="../~/Matrix.prototype.T.html">T</a></html>';
    const slim = slimPage(page, "mod.ts/~/Matrix.html", new Map([["fast/mod.ts", "rnn/fast"]]));
    expect(slim).not.toContain("/home/me");
    expect(slim).toContain("from &quot;rnn/fast&quot;");
    expect(slim).toContain('href="../~/Matrix.html"');
    expect(slim).toContain('<html lang="en">');
  });
});
