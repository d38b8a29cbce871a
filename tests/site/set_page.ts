import type { Locator, Page } from "playwright-core";
import { SETS } from "../../exercises/checks/mod.ts";
import { modelCells, withMistake } from "../../grading/class/model_key.ts";
import { gradeId } from "../../grading/judge/check.ts";

/** The mistake of `solveOne`. */
export const MISTAKE = "old state not scaled";

/** Returns the text of an item's cell: the model solution, or that with a named mistake. */
export async function textOf(id: string, mistake?: string): Promise<string> {
  const set = SETS.find((set) => id.startsWith(`${set.id}.`))!;
  const check = set.checks.find((check) => check.id === id)!;
  const { source } = (await modelCells(set)).find((cell) => cell.id === gradeId(check))!;
  const text = mistake === undefined ? source : withMistake(source, check, mistake);
  return text.replaceAll(/^ *\/\/ (BEGIN|END) SOLUTION\n/gm, "");
}

const PREFIX = "unrolled:/:"; // the site's path is /

/** The pages of set 1 and of all sets. */
export const PS1 = "exercises/ps1.html", OVERVIEW = "exercises/index.html";

/** A page of a problem set, as a student uses it. */
export class SetPage {
  /** Uses a page that is open. */
  constructor(readonly page: Page) {}

  /** Opens another page of the site in the same tab. */
  async go(name: string): Promise<void> {
    await this.page.goto(new URL(`/${name}`, this.page.url()).href, { waitUntil: "networkidle" });
  }

  /** Loads the page again. */
  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: "networkidle" });
  }

  /** Solves the first item of set 1, and makes a named mistake in the second one. */
  async solveOne(): Promise<void> {
    await this.write("ps1-relu", await textOf("ps1.relu"));
    await this.run("ps1-relu-check");
    await this.write("ps1-leaky", await textOf("ps1.leaky", MISTAKE));
    await this.run("ps1-leaky-check");
  }

  /** Returns a cell by its id. */
  cell(id: string): Locator {
    return this.page.locator(`[data-cell="${id}"]`);
  }

  /** Replaces the text of a cell in its editor, which is opened if it is not. */
  async write(id: string, text: string): Promise<void> {
    const cell = this.cell(id), editor = cell.locator(".cm-content");
    await cell.getByRole("button", { name: "Edit" }).click();
    await editor.click();
    await editor.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(text);
  }

  /** Returns the text of a cell as its editor shows it. */
  async text(id: string): Promise<string> {
    await this.cell(id).locator(".cm-line").first().waitFor();
    const lines = await this.cell(id).locator(".cm-line").allInnerTexts();
    return lines.map((line) => line.replace(/\n$/, "")).join("\n");
  }

  /** Presses Run in a cell, waits until the kernel is idle, and returns the text of the cell's output. */
  async run(id: string): Promise<string> {
    await this.cell(id).getByRole("button", { name: "Run" }).click();
    await this.untilIdle();
    return await this.cell(id).locator(".cell_output").innerText();
  }

  /** Waits until no cell runs or waits. */
  async untilIdle(): Promise<void> {
    await this.page.waitForFunction("document.body.dataset.idle !== undefined");
  }

  /** The texts of the bars: one in a set, several on the page of all sets. */
  bars(): Promise<string[]> {
    return this.page.locator(".work-bar").allInnerTexts();
  }

  /** The items at the top, such as "1 ✓". */
  items(): Promise<string[]> {
    return this.page.locator(".work-items li").allInnerTexts();
  }

  /** The names and values that the browser keeps of the reader's work. */
  async kept(): Promise<Record<string, unknown>> {
    const entries = await this.page.evaluate("Object.entries(localStorage)") as [string, string][];
    const own = entries.filter(([key]) => key.startsWith(PREFIX));
    return Object.fromEntries(
      own.map(([key, value]) => [key.slice(PREFIX.length), JSON.parse(value)]),
    );
  }

  /** Changes what the browser keeps. */
  async keep(name: string, value: unknown): Promise<void> {
    const [key, text] = [PREFIX + name, JSON.stringify(value)].map((text) => JSON.stringify(text));
    await this.page.evaluate(`localStorage.setItem(${key}, ${text})`);
  }
}
