import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join, relative } from "node:path";
import { parseNotebook } from "../lib/notebook/cells.ts";
import { FIGURE_DATA } from "../lib/plot/figure.ts";
import { courseNotebooks, translatedNotebooks } from "../tools/notebook_paths.ts";
import { sha256 } from "../tools/sha256.ts";
import { notebooks } from "../tools/paths.ts";

const ESCAPE = "\\u001b"; // the beginning of a terminal's colour in JSON

// Code hosts run nothing, strip scripts and SVG, and show HTML only in part.
describe("the outputs of a committed notebook, shown by a host that runs nothing", () => {
  const course = courseNotebooks(), paths = [...course, ...translatedNotebooks()];
  const checksums = JSON.parse(Deno.readTextFileSync(join(notebooks, "checksums.json")));
  for (const path of paths) {
    const name = relative(notebooks, path);
    const text = Deno.readTextFileSync(path);
    const outputs = parseNotebook(text).cells.flatMap(({ outputs = [] }) => outputs);

    it(`${name}: every figure has a PNG, a description and its data`, () => {
      const figures = outputs.map(({ data = {} }) => data).filter((data) =>
        FIGURE_DATA in data || /<svg|data-frames/.test(String(data["text/html"] ?? ""))
      );
      for (const data of figures) {
        expect(Object.keys(data)).toEqual(
          expect.arrayContaining(["image/png", "text/plain", FIGURE_DATA]),
        );
        expect(atob(String(data["image/png"]).trim()).slice(1, 4)).toBe("PNG");
        expect(String(data["text/plain"]).length).toBeGreaterThan(20);
      }
      expect(figures.length).toBeGreaterThanOrEqual(3);
    });

    it(`${name}: every output has plain text, without a terminal's colours`, () => {
      for (const { data } of outputs) if (data) expect(Object.keys(data)).toContain("text/plain");
      expect(text.indexOf(ESCAPE)).toBe(-1); // not toContain, which prints the notebook
    });

    if (course.includes(path)) {
      it(`${name}: has the checksum by which JupyterLab trusts its scripts`, async () => {
        expect(await sha256(new TextEncoder().encode(text))).toBe(checksums[basename(path)]);
      });
    }

    it(`${name}: is at most 1 MB`, () => {
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(1e6);
    });
  }
});
