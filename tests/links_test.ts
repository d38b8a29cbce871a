import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join } from "node:path";
import { cellSource, readNotebook } from "../lib/notebook/cells.ts";
import { importedNames, writeLinks } from "../tools/notebook_links.ts";
import { courseNotebooks } from "../tools/notebook_paths.ts";
import { notebooks } from "../tools/paths.ts";

const paths = courseNotebooks(), names = paths.map((path) => basename(path));

/** Returns the links of a text, label and target. */
function linksIn(text: string): [string, string][] {
  return [...text.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, label, target]) => [label, target]);
}

describe("the last cell of each notebook", () => {
  for (const [n, path] of paths.entries()) {
    it(`${names[n]} leads to its neighbours, the list of the course, and the glossary`, async () => {
      const { cells } = await readNotebook(path), last = cells.at(-1)!;
      expect(last.cell_type).toBe("markdown");
      const way = linksIn(cellSource(last).split("\n").at(-1)!);
      const same = ["../README.md#the-notebooks", "../notebooks/GLOSSARY.md"];
      const expected = [names[n - 1], ...same, names[n + 1]].filter(Boolean);
      expect(way.map(([, target]) => target)).toEqual(expected);
      for (const [label, target] of way.filter(([, target]) => names.includes(target))) {
        const [title] = (await readNotebook(join(notebooks, target))).cells;
        expect(cellSource(title).replaceAll("$", "")).toContain(`# ${label}\n`);
      }
    });

    it(`${names[n]} links each name that it imports to the file that defines it`, async () => {
      const notebook = await readNotebook(path);
      const links = linksIn(cellSource(notebook.cells.at(-1)!).split("\n")[0]);
      const imported = [...importedNames(notebook).keys()];
      expect(imported.length).toBeGreaterThan(3);
      expect(links.map(([label]) => label)).toEqual(imported.map((name) => `\`${name}\``));
      for (const [label, target] of links) {
        const code = await Deno.readTextFile(join(notebooks, target));
        const kinds = "(async )?(function\\*?|const|class|interface|type|let)";
        expect(code).toMatch(new RegExp(`^export ${kinds} ${label.slice(1, -1)}\\b`, "m"));
      }
    });
  }

  it("is what deno task fmt writes", async () => {
    expect(await writeLinks(true)).toEqual([]);
  });
});
