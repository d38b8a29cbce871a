// Tests that a translated notebook computes what its original computes, and has all of its text.
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { type Cell, cellSource, type Output, parseNotebook } from "../lib/notebook/cells.ts";
import { FIGURE_DATA } from "../lib/plot/figure.ts";
import { courseNotebooks, translatedNotebooks } from "../tools/notebook_paths.ts";
import { notebooks } from "../tools/paths.ts";

/** The parts that a translation has as often as its original: sections, answers, equations, and paragraphs with a bold start. */
const PARTS = [/^## /gm, /<details>/g, /\$\$/g, /^(?:> )?\*\*/gm];

const read = (path: string) => parseNotebook(Deno.readTextFileSync(path), path);

/** Returns the notebook of the course that a translation translates: the one with the same number. */
function originalOf(path: string): string {
  const numberOf = (path: string) => basename(path).split("_")[0];
  const found = courseNotebooks().filter((other) => numberOf(other) === numberOf(path));
  expect(found.length).toBe(1);
  return found[0];
}

/**
 * Returns the code of a cell without what a translation may change: comments, strings, the text of templates, and the names
 * of an object's entries, which are columns of tables, lines of charts, and options (whose names the type check checks).
 */
function codeOf(source: string): string {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  const outline = (node: ts.Node): string => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateMiddleOrTemplateTail(node)) return "“”";
    if (ts.isTemplateHead(node)) return "“”";
    if (ts.isShorthandPropertyAssignment(node)) return `“”: ${node.name.text}`;
    if (ts.isPropertyAssignment(node)) return `“”: ${outline(node.initializer)}`;
    const children = node.getChildren(file).filter((child) => !ts.isJSDoc(child));
    if (node.kind === ts.SyntaxKind.SyntaxList) {
      if (children.at(-1)?.kind === ts.SyntaxKind.CommaToken) children.pop(); // of a list in lines
      return children.map(outline).join(" ");
    }
    return children.length > 0 ? children.map(outline).join(" ") : node.getText(file);
  };
  return outline(file);
}

/** Returns the numbers of an output: those that its figures draw and those of its tables, in an order of their own. */
function numbersOf({ data = {} }: Output): unknown[] {
  const within = (value: unknown): number[] => {
    if (typeof value === "number") return [value];
    return typeof value === "object" && value ? Object.values(value).flatMap(within) : [];
  };
  const html = [data["text/html"] ?? ""].flat().join("");
  const entries = [...html.matchAll(/<td[^>]*>([^<]*\d)<\/td>/g)].map(([, text]) => text);
  return [within(data[FIGURE_DATA]).sort((a, b) => a - b), entries.filter((text) => +text)];
}

/** Returns what a translation's outputs share with the original's, if no tag says that they change between runs. */
function outputsOf({ outputs = [], metadata: { tags } }: Cell): unknown[] {
  return outputs.map((output) => [
    output.output_type,
    Object.keys(output.data ?? {}),
    tags ? tags : numbersOf(output),
  ]);
}

/** Returns the targets of a notebook's links, those to files as full paths. */
function targetsOf(path: string, cells: Cell[]): string[] {
  const texts = cells.filter(({ cell_type }) => cell_type === "markdown").map(cellSource);
  return [...texts.join("\n").matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) =>
    /^(?:https?:|#)/.test(target) ? target : resolve(dirname(path), target)
  );
}

for (const path of translatedNotebooks()) {
  const original = originalOf(path);

  describe(`${relative(notebooks, path)}, compared with ${basename(original)}`, () => {
    const { cells } = read(path), { cells: from } = read(original);
    const code = from.map((cell, n) => [cell, cells[n]]).filter(([{ cell_type }]) =>
      cell_type === "code"
    );

    it("has the same cells in the same order, with the same tags", () => {
      const kind = ({ id, cell_type, metadata }: Cell) => [id, cell_type, metadata.tags];
      expect(cells.map(kind)).toEqual(from.map(kind));
    });

    it("runs the same code, except for its texts", () => {
      for (const [cell, translated] of code) {
        expect(codeOf(cellSource(translated))).toBe(codeOf(cellSource(cell)));
      }
    });

    it("shows the same numbers", () => {
      for (const [cell, translated] of code) {
        expect(outputsOf(translated)).toEqual(outputsOf(cell));
      }
    });

    it("has the same sections, predictions, tasks and equations", () => {
      const counts = (cell: Cell) => PARTS.map((part) => cellSource(cell).split(part).length - 1);
      expect(cells.map((cell) => [cell.id, counts(cell)]))
        .toEqual(from.map((cell) => [cell.id, counts(cell)]));
    });

    it("leads where the original leads, and to the original", () => {
      const targets = targetsOf(path, cells);
      expect(targets).toEqual(expect.arrayContaining([original, ...targetsOf(original, from)]));
      const files = targets.filter((target) => !/^(?:https?:|#)/.test(target));
      expect(files.filter((file) => !existsSync(file.split("#")[0]))).toEqual([]);
    });
  });
}

describe("the comparison of two cells", () => {
  it("sees other code", () => {
    const code = codeOf("f({ a: 1, b }, [`x ${y}`]); // as above");
    expect(codeOf('f({ "é": 1, c: b }, [\n  `z ${y}`,\n]);')).toBe(code);
    expect(codeOf("f({ a: 2, b }, [`x ${y}`]);")).not.toBe(code);
    expect(codeOf("f({ a: 1, b }, [`x ${z}`]);")).not.toBe(code);
  });
});

describe("translated notebooks", () => {
  it("are there", () =>
    expect(translatedNotebooks()).toContain(join(notebooks, "fr", "04_chaque_terme.ipynb")));
});
