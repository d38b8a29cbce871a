import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { type Cell, cellSource, readNotebook } from "../../lib/notebook/cells.ts";
import { termsOf, withTargets, withTermLinks } from "../../site/build/glossary.ts";
import { notebooks } from "../../tools/paths.ts";

const glossary = await Deno.readTextFile(join(notebooks, "GLOSSARY.md"));
const terms = termsOf(glossary);

describe("the glossary", () => {
  it("defines each term once, in the order of the alphabet", () => {
    expect(terms.length).toBe(glossary.split("\n").filter((line) => line.startsWith("**")).length);
    const titles = terms.map(({ title }) => title);
    const order = new Intl.Collator("en");
    expect(titles).toEqual([...new Set(titles)].sort(order.compare));
  });

  for (const { title, names, notebook } of terms) {
    it(`says where ${title} is defined`, async () => {
      const { cells } = await readNotebook(join(notebooks, `${notebook}.ipynb`));
      const text = cells.filter(({ cell_type }) => cell_type === "markdown").map(cellSource).join();
      const bold = [...text.replaceAll("$", "").matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) =>
        words.toLowerCase()
      );
      const isNamed = (words: string, name: string) =>
        words.includes(name) || words.includes(name.replace(/s$/, "")) || name.startsWith(words);
      expect(bold.some((words) => names.some((name) => isNamed(words, name)))).toBe(true);
    });
  }
});

describe("a page of the site", () => {
  const markdown = (source: string): Cell => ({ cell_type: "markdown", metadata: {}, source });
  const linked = (...sources: string[]) => {
    const cells = [...sources, "the last cell"].map(markdown);
    const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
    return withTermLinks(
      notebook,
      termsOf(
        "**Gate**: a *vector*. [08 · LSTM](08_lstm.ipynb)\n\n" +
          "**Long short-term memory (LSTM)**: a cell. [08 · LSTM](08_lstm.ipynb)",
      ),
    ).cells.slice(0, -1).map(cellSource);
  };
  const gate = (text: string) =>
    `<a class="term" href="glossary.html#term-gate" title="a vector.">${text}</a>`;

  it("links the first use of each term, in the singular or plural, bold or not", () => {
    expect(linked("Three **gates** and a gate.", "A gate."))
      .toEqual([`Three **${gate("gates")}** and a gate.`, "A gate."]);
    expect(linked("An LSTM has a gate.")[0]).toMatch(
      /^An <a class="term" href="glossary\.html#term-long-short-term-memory-lstm" title="a cell\.">LSTM<\/a> has a <a/,
    );
  });

  it("leaves headings, code, equations, links, and longer words alone", () => {
    const texts = [
      "# A gate",
      "`gate`",
      "$gate$",
      "$$\ngate\n$$",
      "[gate](a.md)",
      "delegate",
      "| gate |",
    ];
    expect(linked(...texts)).toEqual(texts);
  });

  it("has targets in the glossary for all links", () => {
    expect(withTargets(glossary).match(/^\(term-[\p{L}\p{N}-]+\)=$/gmu)!.length).toBe(terms.length);
  });
});
