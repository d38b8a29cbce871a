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

describe("each notebook of the course", () => {
  for (const path of courseNotebooks()) {
    it(`${basename(path)} has at most ${CLAIMS} claims, and asks for ${PREDICTIONS} predictions or more`, async () => {
      const { cells } = await readNotebook(path);
      const textOf = (type: string) =>
        cells.filter(({ cell_type }) => cell_type === type).map(cellSource).join("\n");
      expect([...textOf("code").matchAll(/(?<![\w.])claim\(/g)].length).toBeLessThanOrEqual(CLAIMS);
      expect(textOf("markdown").split("**Predict").length - 1).toBeGreaterThanOrEqual(PREDICTIONS);
    });
  }
});
