import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { cellSource, locateLine, parseNotebook } from "../../../lib/notebook/cells.ts";

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
