import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { root, venvProgram } from "../../tools/paths.ts";
import { runTool, scratch } from "../tools/scratch.ts";

describe("deno task pdf", () => {
  it("prints pages into one file, with the title of each in its outline and without buttons", async () => {
    const folder = await scratch(), out = join(folder, "two.pdf");
    const args = ["--out", out, "03_backpropagation", "glossary"];
    const { code, text } = await runTool(root, "site/print.ts", args);
    expect(text).toContain("2 pages of the site");
    expect(code).toBe(0);
    const script = "import json, sys; from pypdf import PdfReader; r = PdfReader(sys.argv[1]);" +
      "print(json.dumps([[o.title for o in r.outline if not isinstance(o, list)]," +
      " [page.extract_text() for page in r.pages]]))";
    const { stdout } = await captureOutput([venvProgram("python"), "-c", script, out]);
    const [titles, sheets]: [string[], string[]] = JSON.parse(stdout);
    expect(titles.map((title) => title.slice(0, 8))).toEqual(["03 · Bac", "Glossary"]);
    expect(sheets.length).toBeGreaterThan(10);
    expect(sheets.join("\n")).not.toMatch(/▶|✎/);
    expect(sheets.join("\n")).toContain("Unrolled · Glossary"); // the footer
    await Deno.remove(folder, { recursive: true });
  });
});
