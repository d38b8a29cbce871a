import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Cell, Notebook } from "../../lib/notebook/cells.ts";
import { blocksOf, firstSentence } from "../../tools/slides/blocks.ts";
import { deckOf, slidesOf } from "../../tools/slides/deck.ts";
import { root } from "../../tools/paths.ts";
import { runTool, scratch } from "./scratch.ts";

const markdown = (source: string): Cell => ({ cell_type: "markdown", metadata: {}, source });
const code = (source: string, data?: Record<string, string>): Cell => ({
  cell_type: "code",
  metadata: {},
  source,
  outputs: data ? [{ output_type: "execute_result", data }] : [],
});
const notebookOf = (...cells: Cell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

describe("the blocks of a text", () => {
  it("are told apart by how they begin; folded details are one block", () => {
    const text = "## A\n\nProse.\n\n$$x$$\n\n**Predict.** How much?\n\n" +
      "<details><summary>Answer</summary>\n\nOne.\n\nTwo.\n\n</details>\n\n> A box.";
    expect(blocksOf(text).map(({ kind }) => kind))
      .toEqual(["heading", "prose", "equation", "prediction", "details", "quote"]);
  });

  it("begin with a sentence, which no number, name, or equation ends", () => {
    expect(firstSentence("**1.** Set θ to 0.5. Why?")).toBe("**1.** Set θ to 0.5.");
    expect(firstSentence("Gers et al. 2000 add it. Next.")).toBe("Gers et al. 2000 add it.");
    expect(firstSentence("We set $a = b. C$ here. Next.")).toBe("We set $a = b. C$ here.");
    expect(firstSentence("No end")).toBe("No end");
  });
});

describe("the slides of a notebook", () => {
  it("show headings, equations, and predictions; the other text is in the notes", () => {
    const [slide] = slidesOf(notebookOf(markdown("## A\n\nWhy.\n\n$$x$$\n\n**Predict.** x?")));
    expect(slide).toEqual({
      type: "slide",
      shown: "## A\n\n$$x$$\n\n**Predict.** x?",
      notes: "Why.",
    });
  });

  it("show a figure without its code, and the text before it in its notes", () => {
    const figure = code("draw();", { "image/png": "AAAA", "text/plain": "A line" });
    const [slide, ...rest] = slidesOf(notebookOf(markdown("Look at the end."), figure));
    expect(rest).toEqual([]);
    expect(slide.shown).toBe('<img alt="A line" src="data:image/png;base64,AAAA">');
    expect(slide.notes).toBe("Look at the end.\n\n```ts\ndraw();\n```");
  });

  it("show short code with what it prints, and leave out imports", () => {
    const slides = slidesOf(notebookOf(
      code('import { Matrix } from "rnn";'),
      code("1 + 1;", { "text/plain": "2" }),
      code("const a = 1;\n".repeat(30)),
    ));
    expect(slides.map(({ shown }) => shown)).toEqual(["```ts\n1 + 1;\n```\n\n```text\n2\n```"]);
  });

  it("are marked for nbconvert", () => {
    const { cells } = deckOf(notebookOf(markdown("# A\n\nWhy."), markdown("$$x$$")));
    expect(cells.map(({ metadata }) => metadata)).toEqual(
      ["slide", "notes", "subslide"].map((slide_type) => ({ slideshow: { slide_type } })),
    );
  });
});

describe("deno task slides", () => {
  it("writes pages that load nothing from another host, or names the notebooks that there are", async () => {
    const out = await scratch();
    const { code, text } = await runTool(root, "tools/slides.ts", ["--out", out, "07_memory"]);
    expect(text).toContain("slides of 1 notebooks");
    expect(code).toBe(0);
    const page = await Deno.readTextFile(join(out, "07_memory.slides.html"));
    const loaded = [...page.matchAll(/<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"/g)]
      .map(([, url]) => url).filter((url) => !url.startsWith("data:"));
    expect(loaded.length).toBeGreaterThan(4);
    for (const url of loaded) expect((await Deno.stat(join(out, url))).isFile).toBe(true);
    expect(page).not.toContain("import mermaid");
    const missing = await runTool(root, "tools/slides.ts", ["--out", out, "07_memories"]);
    expect(missing.text).toContain("Cannot find notebook 07_memories: there are 00_start");
    await Deno.remove(out, { recursive: true });
  });
});
