import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { basename, join } from "node:path";
import { notebooks } from "../tools/paths.ts";

interface Output {
  output_type: string;
  data?: Record<string, string | string[]>;
}

const FIGURE = "application/vnd.unrolled.figure+json";
const ESCAPE = "\\u001b"; // how JSON writes the sign that begins a terminal's colour

// A code host runs nothing, strips scripts and SVG, and shows HTML only in part.
describe("a committed notebook on a host that runs nothing", () => {
  const paths = [...Deno.readDirSync(notebooks)].map(({ name }) => join(notebooks, name))
    .filter((path) => path.endsWith(".ipynb")).sort();
  for (const path of paths) {
    const text = Deno.readTextFileSync(path);
    const outputs: Output[] = JSON.parse(text).cells.flatMap(({ outputs = [] }) => outputs);

    it(`${basename(path)}: every figure is there as PNG, in words and in numbers`, () => {
      const figures = outputs.map(({ data = {} }) => data).filter((data) =>
        FIGURE in data || /<svg|data-frames/.test(String(data["text/html"] ?? ""))
      );
      for (const data of figures) {
        expect(Object.keys(data)).toEqual(
          expect.arrayContaining(["image/png", "text/plain", FIGURE]),
        );
        expect(atob(String(data["image/png"]).trim()).slice(1, 4)).toBe("PNG");
        expect(String(data["text/plain"]).length).toBeGreaterThan(20);
      }
      expect(figures.length).toBeGreaterThanOrEqual(3);
    });

    it(`${basename(path)}: all that is shown has a form in plain text, without a terminal's colours`, () => {
      for (const { data } of outputs) if (data) expect(Object.keys(data)).toContain("text/plain");
      expect(text.includes(ESCAPE)).toBe(false);
    });

    it(`${basename(path)}: is at most 1 MB`, () => {
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(1e6);
    });
  }
});
