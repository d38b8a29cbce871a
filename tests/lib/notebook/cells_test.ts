import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import {
  cellSource,
  locateLine,
  parseNotebook,
  readNotebook,
} from "../../../lib/notebook/cells.ts";
import { withFile } from "../files/temporary.ts";

describe("parseNotebook()", () => {
  it("keeps every field of the document and its cells", () => {
    const code = { cell_type: "code", id: "a", source: ["1;\n", "2;"], metadata: {}, outputs: [] };
    const notebook = { cells: [code], metadata: { kernelspec: {} }, nbformat: 4, more: true };
    expect(parseNotebook(JSON.stringify(notebook))).toEqual(notebook);
  });

  it("leaves out what is no cell and replaces metadata that is no object", () => {
    const cells = [null, 3, { cell_type: "code" }, {
      cell_type: "raw",
      source: "",
      metadata: null,
    }];
    expect(parseNotebook(JSON.stringify({ cells }))).toEqual({
      cells: [{ cell_type: "raw", source: "", metadata: {} }],
      metadata: {},
    });
  });

  it("throws a RangeError if the text is not JSON or has no list of cells", () => {
    expect(() => parseNotebook("{")).toThrow("Cannot read the notebook: it is not JSON");
    for (const text of ["null", "[1]", '{"cells": {}}']) {
      expect(() => parseNotebook(text)).toThrow(
        "Cannot read the notebook: it has no list of cells",
      );
    }
  });
});

describe("readNotebook()", () => {
  const text = JSON.stringify({ cells: [{ cell_type: "code", source: "1;" }], nbformat: 4 });

  it("reads a file with a byte order mark, as does parseNotebook()", () =>
    withFile("a.ipynb", "\ufeff" + text, async (path) => {
      expect((await readNotebook(path)).cells[0].source).toBe("1;");
      expect(parseNotebook("\ufeff" + text).nbformat).toBe(4);
    }));

  it("throws a RangeError with the path if the file is not UTF-8, or of format 3", async () => {
    const latin1 = Uint8Array.from(text.replace("1;", "é"), (c) => c.charCodeAt(0));
    await withFile(
      "a.ipynb",
      latin1,
      (path) =>
        expect(readNotebook(path)).rejects.toThrow(`Cannot read ${path}: it is not UTF-8 (`),
    );
    const old = { nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [{ cells: [] }] };
    await withFile(
      "a.ipynb",
      JSON.stringify(old),
      (path) =>
        expect(readNotebook(path)).rejects.toThrow(
          `Cannot read ${path}: it is of notebook format 3, expected 4; JupyterLab converts it`,
        ),
    );
  });
});

describe("cellSource()", () => {
  it("joins the lines of a cell", () => {
    expect(cellSource({ source: ["a\n", "b"] })).toBe("a\nb");
    expect(cellSource({ source: "a\nb" })).toBe("a\nb");
  });
});

describe("locateLine()", () => {
  it("counts cells from 0 and lines from 1, and places what follows the last cell behind it", () => {
    const sources = ["a\nb", "", "c"];
    const places = [1, 2, 3, 4, 5].map((line) => locateLine(sources, line));
    expect(places.map(({ cell, line }) => [cell, line])).toEqual([
      ...[[0, 1], [0, 2], [1, 1], [2, 1], [3, 1]],
    ]);
  });
});
