import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { html } from "../../site/build/folders.ts";
import { LIVE } from "../../site/build/live.ts";
import { type MonitoredPage, seriousViolations, type View, waitUntilRendered } from "./browser.ts";
import { ServedSite } from "./served.ts";

const PAGE = "04_every_term.html";
const CHECKER = /(types|type_worker)\.js|declarations\.bin/;

/** Returns a code cell, counted from 1 as a reader does. */
function codeCell(page: Page, number: number): Locator {
  return page.locator("div.cell").filter({ has: page.getByRole("button", { name: "Edit" }) })
    .nth(number - 1);
}

/** Opens the editor of a cell and replaces its text. */
async function write(cell: Locator, text: string): Promise<void> {
  await cell.getByRole("button", { name: "Edit" }).click();
  await cell.locator(".cm-content").press("Control+a");
  await cell.page().keyboard.insertText(text);
}

/** Waits for the check of a cell's text as it stands, and returns the errors in the list below it. */
async function listed(cell: Locator, count: number): Promise<string[]> {
  const text = count === 0 ? "✓ no type errors" : count === 1 ? "1 error" : `${count} errors`;
  await cell.locator(".live-problems [role=status]", { hasText: text }).waitFor();
  return await cell.locator(".live-problems li").allInnerTexts();
}

describe("types in the editor", () => {
  const site = new ServedSite();

  const onPage = (test: (page: MonitoredPage) => Promise<void>, view: View = "light") =>
    site.openFresh(PAGE, test, { view });

  it("are not loaded before a reader edits, not even for a changed cell", () =>
    onPage(async ({ page }) => {
      await write(codeCell(page, 2), "const x: number = true;");
      await listed(codeCell(page, 2), 1);
      const loaded: string[] = [];
      page.on("request", (request) => {
        if (CHECKER.test(request.url())) loaded.push(request.url());
      });
      await page.reload({ waitUntil: "networkidle" });
      const cell = codeCell(page, 2), editor = cell.locator(".cm-content");
      await editor.waitFor();
      await cell.getByRole("button", { name: "Run" }).click();
      await cell.getByText("✓").waitFor();
      expect(loaded).toEqual([]);
      await editor.focus();
      expect(await listed(cell, 1)).toEqual([
        "cell 2, line 1: Type 'boolean' is not assignable to type 'number'.",
      ]);
      expect(loaded.map((url) => url.split("/").at(-1))).toEqual([
        "types.js",
        "type_worker.js",
        "declarations.bin",
      ]);
    }));

  it("are at most 1.5 MB when compressed", async () => {
    let size = 0;
    for (const name of ["types.js", "type_worker.js", "declarations.bin"]) {
      const bytes = new Blob([await Deno.readFile(join(html, LIVE, name))]).stream();
      const compressed = await new Response(bytes.pipeThrough(new CompressionStream("gzip")))
        .blob();
      size += compressed.size;
    }
    console.log(`the type checker: ${Math.round(size / 1e3)} kB compressed`);
    expect(size).toBeLessThan(1.5e6);
  });

  it("mark a wrong type, and nothing when it is right", () =>
    onPage(async ({ page, errors }) => {
      const cell = codeCell(page, 3), marks = cell.locator(".cm-lintRange-error");
      await write(cell, 'const right = 1;\n\nconst wrong: number = "a" + right;');
      await marks.first().waitFor();
      expect(await marks.allInnerTexts()).toEqual(["wrong"]);
      expect(await listed(cell, 1)).toEqual([
        "cell 3, line 3: Type 'string' is not assignable to type 'number'.",
      ]);
      await marks.hover();
      await page.locator(".cm-tooltip", { hasText: "Type 'string' is not assignable" }).waitFor();
      await page.keyboard.insertText("\nconst fine: string = `${wrong}`;");
      await write(cell, "const right = 1;");
      expect(await listed(cell, 0)).toEqual([]);
      expect(await marks.count()).toBe(0);
      expect(errors).toEqual([]);
    }));

  it("name the cell of an error that a change elsewhere causes, and lead to it by keyboard", () =>
    onPage(async ({ page }) => {
      const source = await codeCell(page, 2).locator("pre").first().innerText();
      await write(codeCell(page, 2), source.replace("const readout", "const other"));
      const cell = codeCell(page, 3), link = cell.locator(".live-problems button").first();
      const lines = (await cell.locator("pre").first().innerText()).split("\n");
      const line = 1 + lines.findIndex((text) => /\breadout\b/.test(text));
      await link.waitFor();
      expect(await link.innerText()).toBe(
        `cell 3, line ${line}: Cannot find name 'readout'. Did you mean 'Readout'?`,
      );
      await link.press("Enter");
      await cell.locator(".cm-editor.cm-focused").waitFor();
      await cell.locator(".cm-lintRange-error", { hasText: "readout" }).waitFor();
      expect(await page.evaluate("String(getSelection())")).toBe("readout");
    }));

  it("let a cell declare a name again", () =>
    onPage(async ({ page }) => {
      const cell = codeCell(page, 3);
      await write(cell, 'const readout = "again";\nreadout.trim();\nreadout.params;');
      expect(await listed(cell, 1)).toEqual([
        "cell 3, line 3: Property 'params' does not exist on type '\"again\"'.",
      ]);
      await write(codeCell(page, 4), "readout.length + cell.hiddenSize;");
      expect(await listed(codeCell(page, 4), 0)).toEqual([]);
    }));

  it("explain the name under the pointer and at the cursor, until Escape", () =>
    onPage(async ({ page, errors }) => {
      const cell = codeCell(page, 2), box = page.locator(".live-meaning");
      await write(cell, "const cell = new RNNCell(1, 2, seeded(1));");
      await listed(cell, 0);
      await cell.locator(".cm-line span", { hasText: "RNNCell" }).or(cell.locator(".cm-line"))
        .first().hover({ position: { x: 150, y: 8 } });
      await box.waitFor();
      expect(await box.innerText()).toMatch(/RNNCell[^]*\n/);
      await page.keyboard.press("Escape");
      await box.waitFor({ state: "detached" });
      await page.mouse.move(0, 0);
      await page.keyboard.press("Home");
      for (let n = 0; n < "const ce".length; n++) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("F1");
      await box.waitFor();
      expect(await box.innerText()).toBe("const cell: RNNCell");
      await page.keyboard.press("Escape");
      await box.waitFor({ state: "detached" });
      expect(errors).toEqual([]);
    }));

  it("complete a name by Ctrl+Space, and explain it", () =>
    onPage(async ({ page, errors }) => {
      const cell = codeCell(page, 3);
      await write(cell, "readout.par");
      await listed(cell, 1);
      await page.keyboard.press("Control+ ");
      const option = page.locator(".cm-tooltip-autocomplete [aria-selected]");
      await option.waitFor();
      expect(await option.innerText()).toMatch(/^params/);
      await page.locator(".cm-completionInfo", { hasText: "params" }).waitFor();
      await page.waitForTimeout(100); // a list that has just opened does not take keys
      await page.keyboard.press("Enter");
      expect(await cell.locator(".cm-line").innerText()).toBe("readout.params");
      expect(errors).toEqual([]);
    }));

  it("say why they are missing without a connection, and try again", () =>
    onPage(async ({ page }) => {
      const cell = codeCell(page, 3);
      await page.route("**/declarations.bin", (route) => route.abort());
      await write(cell, "const a: string = 1;");
      await page.getByText(/^Cannot check types: /).waitFor();
      expect(await page.locator(".live-problems").count()).toBe(0);
      await page.unroute("**/declarations.bin");
      await page.locator(".live-all button").first().focus();
      await cell.locator(".cm-content").focus();
      expect(await listed(cell, 1)).toEqual([
        "cell 3, line 1: Type 'number' is not assignable to type 'string'.",
      ]);
    }));

  for (const view of ["light", "dark", "phone"] as const) {
    it(`cause no axe violations, ${view}`, () =>
      onPage(async ({ page }) => {
        await waitUntilRendered(page);
        const cell = codeCell(page, 3);
        await write(cell, "const wrong: number = String(readout);");
        await listed(cell, 1);
        for (let n = 0; n < 4; n++) await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("F1");
        await page.locator(".live-meaning").waitFor();
        expect(await seriousViolations(page, view)).toEqual([]);
      }, view));
  }
});
