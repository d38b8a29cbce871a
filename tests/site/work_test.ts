import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { Buffer } from "node:buffer";
import { MISTAKE, OVERVIEW, PS1, SetPage, textOf } from "./set_page.ts";
import { ServedSite } from "./served.ts";

const RELU = "exercises/ps1#ps1-relu";
const FILE = { kind: "Unrolled: the work of a reader", version: 1, cells: {}, results: {} };
const NOT_OURS = `expected a file that "Export my work" has saved`;

/** Files that cannot be imported, and what is said about them. */
const BAD_FILES: [text: string, message: string][] = [
  ["points: 13", `${NOT_OURS}, found text that is not JSON or is cut off`],
  [JSON.stringify(FILE).slice(0, -9), `${NOT_OURS}, found text that is not JSON or is cut off`],
  ['{"cells": [], "nbformat": 4}', `${NOT_OURS}, found another file`],
  ["null", `${NOT_OURS}, found another file`],
  [JSON.stringify({ ...FILE, version: 2 }), "expected version 1 of its format, found 2"],
  [JSON.stringify({ ...FILE, cells: [] }), "it is damaged, cells must be a record, got []"],
  [
    JSON.stringify({ ...FILE, results: undefined }),
    "it is damaged, results must be a record, got nothing",
  ],
  [
    JSON.stringify({ ...FILE, cells: { [RELU]: { text: "1" } } }),
    `it is damaged, cells has a wrong value for ${RELU}`,
  ],
  [
    JSON.stringify({ ...FILE, cells: { [RELU]: { text: "1", original: "" }, "a b": {} } }),
    'it is damaged, cells has the unknown name "a b"',
  ],
  [
    JSON.stringify({ ...FILE, results: { "ps1.relu": { status: "pass", tries: -1 } } }),
    "it is damaged, results has a wrong value for ps1.relu",
  ],
];

/** The page of all sets, with a reader's work. */
class WorkPage extends SetPage {
  /** Presses a button below the list of the work. */
  async press(name: string): Promise<void> {
    await this.page.locator("#your-work").getByRole("button", { name, exact: false }).last()
      .click();
  }

  /** Chooses a file to import. */
  async choose(name: string, text: string): Promise<void> {
    await this.page.evaluate("document.querySelector('.work-said').replaceChildren()");
    await this.page.locator("#your-work input[type=file]")
      .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    await this.page.locator(".work-said:not(:empty)").waitFor();
  }

  /** Returns what is said below the buttons. */
  said(): Promise<string> {
    return this.page.locator(".work-said p").innerText();
  }

  /** Exports the work, and returns the text of the file. */
  async export(): Promise<string> {
    const download = this.page.waitForEvent("download");
    await this.press("Export my work");
    return await Deno.readTextFile(await (await download).path());
  }
}

describe("a reader's work", () => {
  const site = new ServedSite();
  const fresh = (name: string, test: (work: WorkPage) => Promise<void>) =>
    site.openFresh(name, async ({ page, errors }) => {
      await test(new WorkPage(page));
      expect(errors).toEqual([]);
    });

  it("can be exported, deleted, and imported", () =>
    fresh(PS1, async (work) => {
      await work.solveOne();
      const kept = await work.kept();
      expect(Object.keys(kept).length).toBe(4);
      await work.go(OVERVIEW);
      const text = await work.export();
      await work.press("Delete my work");
      expect(await work.said()).toContain("Delete 2 changed cells and 2 results");
      await work.press("Cancel");
      expect(await work.kept()).toEqual(kept);
      await work.press("Delete my work");
      await work.press("Delete");
      expect(await work.kept()).toEqual({});
      await work.choose("work.json", text);
      expect(await work.said()).toBe("work.json has 2 changed cells and 2 results.");
      await work.press("Import");
      expect(await work.kept()).toEqual(kept);
      expect((await work.bars())[0]).toBe("1 of 6 items, 1 of 13 points");
      await work.go(PS1);
      expect(await work.text("ps1-leaky")).toBe(await textOf("ps1.leaky", MISTAKE));
      expect(await work.run("ps1-leaky-check")).toContain("Hint 2 of 3");
    }));

  it("is replaced by an import only after a question, and what has passed has passed", () =>
    fresh(OVERVIEW, async (work) => {
      const file = (text: string, status: string, tries: number) => {
        const cells = { [RELU]: { text, original: "o" } };
        return JSON.stringify({ ...FILE, cells, results: { "ps1.relu": { status, tries } } });
      };
      await work.choose("a.json", file("a", "pass", 2));
      await work.press("Import");
      await work.choose("b.json", file("b", "not yet", 5));
      expect(await work.said()).toBe(
        "b.json has 1 changed cell and 1 result. 1 changed cell that you have changed here will be replaced.",
      );
      await work.press("Import");
      expect(await work.kept()).toEqual({
        [`cell:${RELU}`]: { text: "b", original: "o" },
        "result:ps1.relu": { status: "pass", tries: 5 },
      });
    }));

  it("stays as it is if a file cannot be imported, and the reader is told why", () =>
    fresh(OVERVIEW, async (work) => {
      await work.keep(`cell:${RELU}`, { text: "mine", original: "o" });
      const kept = await work.kept();
      for (const [text, message] of BAD_FILES) {
        await work.choose("x.json", text);
        expect(await work.said())
          .toBe(`Cannot import x.json: ${message}. Nothing has been imported.`);
        expect(await work.kept()).toEqual(kept);
      }
    }));

  it("stays as it is if a file does not fit into the storage", () =>
    fresh(OVERVIEW, async (work) => {
      await work.keep(`cell:${RELU}`, { text: "mine", original: "o" });
      const kept = await work.kept();
      const cells = {
        [RELU]: { text: "other", original: "o" },
        "exercises/ps1#large": { text: "x".repeat(8e6), original: "" },
      };
      await work.choose("x.json", JSON.stringify({ ...FILE, cells }));
      await work.press("Import");
      expect(await work.said())
        .toBe("This browser cannot store x.json. Nothing has been imported.");
      expect(await work.kept()).toEqual(kept);
    }));
});
