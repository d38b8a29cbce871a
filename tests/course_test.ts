// Tests of what can be counted in the course's notebooks.
import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename } from "node:path";
import { cellSource, readNotebook } from "../lib/notebook/cells.ts";
import { courseNotebooks } from "../tools/notebook_paths.ts";

/** The largest number of claims in a notebook: a reader should be surprised by each. */
const CLAIMS = 8;
/** The least number of questions that the reader answers before the result is shown. */
const PREDICTIONS = 2;

/** The longest code cell in lines, without its imports: more than that is hard to read beside a text. */
const LINES = 12;
/** The functions of rnn/plot that draw a network. */
const DIAGRAMS = /\b(?:\w+Diagrams?|foldedLoop|fiveShapes|memoryCell|lstmCell|gruCell|lstmChain)\(/;

/** Returns the number of lines of a code cell that are neither empty nor part of an import. */
function linesOf(source: string): number {
  const body = source.replaceAll(/^import [^;]*;\n?/gm, "");
  return body.split("\n").filter((line) => line.trim() !== "").length;
}

describe("each notebook of the course", () => {
  for (const path of courseNotebooks()) {
    it(`${basename(path)} has at most ${CLAIMS} claims, and asks for ${PREDICTIONS} predictions or more`, async () => {
      const { cells } = await readNotebook(path);
      const textOf = (type: string) =>
        cells.filter(({ cell_type }) => cell_type === type).map(cellSource).join("\n");
      expect([...textOf("code").matchAll(/(?<![\w.])claim\(/g)].length).toBeLessThanOrEqual(CLAIMS);
      expect(textOf("markdown").split("**Predict").length - 1).toBeGreaterThanOrEqual(PREDICTIONS);
    });

    it(`${basename(path)} has code cells of at most ${LINES} lines`, async () => {
      const code = (await readNotebook(path)).cells.filter(({ cell_type }) => cell_type === "code");
      for (const { id, source } of code) {
        expect({ id, isShort: linesOf([source].flat().join("")) <= LINES })
          .toEqual({ id, isShort: true });
      }
    });

    if (basename(path) === "00_start.ipynb") continue; // which has no network
    it(`${basename(path)} draws its networks, and answers its tasks in folded texts`, async () => {
      const text = (await readNotebook(path)).cells.map(cellSource).join("\n");
      expect(text).toMatch(DIAGRAMS);
      expect(text).toContain("## Change this and see\n");
      expect(text.split("<details><summary>Answer").length - 1).toBeGreaterThanOrEqual(3);
    });
  }
});
