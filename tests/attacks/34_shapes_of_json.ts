import { join } from "node:path";
import { ps1 } from "../../exercises/checks/ps1.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { notebookOf } from "../grading/student_work.ts";
import { put } from "./class.ts";
import type { Attack } from "./attack.ts";

const good = await notebookOf(ps1, await modelCells(ps1)), bytes = new TextEncoder().encode(good);
const also = (member: string) => `${good.slice(0, -1)},${member}}`;
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

// deno-lint-ignore no-explicit-any -- a notebook's JSON
function changed(change: (notebook: any) => void): string {
  const notebook = JSON.parse(good);
  change(notebook);
  return JSON.stringify(notebook);
}

/** Changes a solution cell of the notebook; its other cells stay honest. */
// deno-lint-ignore no-explicit-any -- a notebook's JSON
const inCell = (change: (cell: any) => void) =>
  changed(({ cells }) => change(cells.find(({ id }: { id: string }) => id === "ps1-relu")));

const WHOLE = /^13 of 13$/, NONE = /^ungradable: Cannot (read|find|grade) /;
const SHAPES: Record<string, [text: string | Uint8Array, score: RegExp]> = {
  "deep-metadata": [also(`"MARK34": ${nested(100_000)}`), /^13 of 13$|^ungradable: Cannot read /],
  "deep-source": [
    good.replace('"cells":[', `"cells":[{"cell_type":"code","source":${nested(5e4)}},`),
    /^13 of 13$|^ungradable: Cannot read /,
  ],
  "deep-language": [
    changed(({ metadata }) => metadata.kernelspec.language = JSON.parse(nested(3000))),
    /^13 of 13$|^ungradable: Cannot read it: (?!.*memory)/,
  ],
  "deep-list": ["[".repeat(3e6), NONE],
  "cells-twice": [also('"cells": []'), NONE],
  "proto": [also('"__proto__": {"cells": []}, "constructor": {"prototype": {"x": 1}}'), WHOLE],
  "language-object": [
    changed(({ metadata }) => metadata.kernelspec.language = { toString: 1, valueOf: 1 }),
    /^13 of 13$|^ungradable: (?!.*memory)/,
  ],
  "huge-number": [also('"MARK34": 1e400, "nbformat": -1e999, "metadata": 1e400'), WHOLE],
  "metadata-list": [changed((notebook) => notebook.metadata = []), WHOLE],
  "cells-record": [changed((notebook) => notebook.cells = { length: 10, 0: {} }), NONE],
  "many-cells": [
    changed((notebook) =>
      notebook.cells = notebook.cells.concat(
        Array(60_000).fill({
          cell_type: "code",
          metadata: { nbgrader: { grade_id: "MARK34" } },
          source: "1",
        }),
      )
    ),
    WHOLE,
  ],
  "id-list": [inCell((cell) => cell.metadata.nbgrader.grade_id = ["ps1_relu"]), WHOLE],
  "id-proto": [
    inCell((cell) =>
      cell.metadata.nbgrader = JSON.parse('{"__proto__": {"grade_id": "ps1_relu"}}')
    ),
    WHOLE,
  ],
  "source-lists": [
    inCell((cell) => cell.source = [["function reluStep() {}"], { toString: 1 }, null, 1e400]),
    /^12 of 13$|^ungradable: Cannot read it: (?!.*memory)/,
  ],
  "control": [
    inCell((cell) =>
      cell.source = `const MARK34 = "\0\u202e\ud800";\n${[cell.source].flat().join("")}`
    ),
    WHOLE,
  ],
  "utf-16": [Uint8Array.from(bytes, (byte, n) => n % 2 ? 0 : byte), NONE],
  "byte-order-mark": [`\ufeff${good}`, WHOLE],
  "nul": [`\0${good}`, NONE],
  "format-3": ['{"nbformat": 3, "worksheets": [{"cells": []}]}', NONE],
};

/**
 * Submits JSON that is deep, huge, duplicated, or of types that a notebook does not have; its honest cells still count.
 */
export const attack: Attack = {
  seconds: 180, // 19 notebooks
  async folder(folder) {
    for (const [name, [text]] of Object.entries(SHAPES)) {
      await put(join(folder, `m-${name}`, "ps1.ipynb"), text);
    }
  },
  scores: Object.entries(SHAPES).map(([name, [, score]]) => [new RegExp(`^m-${name}/`), score]),
};
