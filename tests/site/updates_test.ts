import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import type { Locator } from "playwright-core";
import { ServedSite } from "./served.ts";
import { SetPage } from "./set_page.ts";

const PAGE = "04_every_term", KIND = `cell:${PAGE}#`;

/** A notebook that a reader has changed, and then the course. */
class UpdatedPage extends SetPage {
  /** Pretends that the reader has changed a cell when its text was another one. Returns the texts then and now. */
  async outdate(id: string, text: string): Promise<{ then: string; now: string }> {
    const now = (await this.cell(id).locator(".cell_input pre").innerText()).replace(/\n$/, "");
    const [first, ...rest] = now.split("\n"), then = [`${first} // old`, ...rest].join("\n");
    await this.keep(KIND + id, { text, original: then });
    return { then, now };
  }

  /** Returns the notice above a cell. */
  notice(id: string): Locator {
    return this.cell(id).locator(".work-box");
  }

  /** Presses a button of the notice above a cell. */
  async choose(id: string, name: string): Promise<void> {
    await this.notice(id).getByRole("button", { name }).click();
  }
}

describe("an update of the course", () => {
  const site = new ServedSite();
  const fresh = (test: (page: UpdatedPage) => Promise<void>) =>
    site.openFresh(`${PAGE}.html`, async ({ page, errors }) => {
      await test(new UpdatedPage(page));
      expect(errors).toEqual([]);
    });

  it("is shown where it meets a changed cell, and the reader can keep the own text", () =>
    fresh(async (page) => {
      const { then, now } = await page.outdate("small-net", "const mine = 1;");
      await page.reload();
      expect(await page.page.locator(".work-news").innerText())
        .toMatch(/^The course has been updated\.\s+One cell that you changed is different now\./);
      await page.page.getByRole("button", { name: "Show me" }).click();
      expect(await page.page.evaluate("document.activeElement.innerText")).toBe("What has changed");
      expect(await page.text("small-net")).toBe("const mine = 1;");
      await page.notice("small-net").locator("summary").click();
      const diffs = page.notice("small-net").locator("pre");
      await diffs.nth(1).waitFor();
      const [course, own] = await diffs.all();
      const lines = async (diff: Locator, tag: "del" | "ins") =>
        (await diff.locator(tag).allInnerTexts()).map((line) => line.trimEnd());
      expect(await lines(course, "del")).toEqual([`- ${then.split("\n")[0]}`]);
      expect(await lines(course, "ins")).toEqual([`+ ${now.split("\n")[0]}`]);
      expect(await lines(own, "ins")).toEqual(["+ const mine = 1;"]);
      expect((await lines(own, "del")).length).toBe(now.split("\n").length);
      await page.choose("small-net", "Keep my text");
      expect(await page.kept()).toEqual({
        [`${KIND}small-net`]: { text: "const mine = 1;", original: now },
      });
      expect(await page.page.locator(".work-news").innerText()).toBe(
        "The course has been updated.",
      );
      await page.reload();
      expect(await page.text("small-net")).toBe("const mine = 1;");
      expect(await page.page.locator(".work-box").count()).toBe(0);
    }));

  it("can be taken instead of the own text, which comes back by Undo", () =>
    fresh(async (page) => {
      const { then, now } = await page.outdate("small-net", "const mine = 1;");
      await page.reload();
      await page.choose("small-net", "Use the new text");
      expect(await page.text("small-net")).toBe(now);
      expect(await page.kept()).toEqual({});
      await page.choose("small-net", "Undo");
      expect(await page.text("small-net")).toBe("const mine = 1;");
      expect(await page.kept())
        .toEqual({ [`${KIND}small-net`]: { text: "const mine = 1;", original: then } });
      await page.choose("small-net", "Use the new text");
      await page.reload();
      expect(await page.page.locator(".work-box").count()).toBe(0);
      expect(await page.kept()).toEqual({});
    }));

  it("stays undecided while the reader writes on, and is settled by Reset", () =>
    fresh(async (page) => {
      const { then } = await page.outdate("small-net", "const mine = 1;");
      await page.reload();
      await page.write("small-net", "const mine = 2;");
      await page.page.waitForFunction("JSON.stringify(localStorage).includes('const mine = 2;')");
      expect(await page.kept())
        .toEqual({ [`${KIND}small-net`]: { text: "const mine = 2;", original: then } });
      await page.reload();
      expect(await page.text("small-net")).toBe("const mine = 2;");
      await page.notice("small-net").getByRole("button").nth(1).waitFor();
      await page.cell("small-net").getByRole("button", { name: "Reset" }).click();
      expect(await page.notice("small-net").getByRole("button").count()).toBe(0);
      expect(await page.kept()).toEqual({});
    }));

  it("that brings what the reader had written needs no decision", () =>
    fresh(async (page) => {
      const { now } = await page.outdate("small-net", "");
      await page.outdate("small-net", now);
      await page.reload();
      await page.page.waitForFunction(
        "!Object.keys(localStorage).some((key) => key.includes('#small-net'))",
      );
      expect(await page.page.locator(".work-box").count()).toBe(0);
    }));

  it("that removes a changed cell leaves the reader's text on the page until it is deleted", () =>
    fresh(async (page) => {
      await page.keep(`${KIND}former`, { text: "const mine = 1;", original: "const old = 1;" });
      await page.reload();
      expect(await page.page.locator(".work-news pre").innerText()).toBe("const mine = 1;");
      await page.page.getByRole("button", { name: "Delete this text" }).click();
      expect(await page.kept()).toEqual({});
    }));

  it("that moves cells leaves every text in its own cell", () =>
    fresh(async (page) => {
      const ids = await page.page.evaluate(
        "[...document.querySelectorAll('[data-cell]')].map((cell) => cell.dataset.cell)",
      ) as string[];
      await page.write(ids[2], "const third = 3;");
      await page.page.route(`**/${PAGE}.html`, async (route) => {
        const response = await route.fetch(), body = await response.text();
        await route.fulfill({ response, body: withoutCell(body, ids[1]) });
      });
      await page.reload();
      expect(await page.cell(ids[1]).count()).toBe(0);
      expect(await page.text(ids[2])).toBe("const third = 3;");
      expect(await page.page.locator(".cm-editor").count()).toBe(1);
    }));
});

/** Removes the code of a cell from a page, as an update of the course may do. */
function withoutCell(page: string, id: string): string {
  const start = page.indexOf(`<div data-cell="${id}"`);
  const end = page.indexOf("<div data-cell=", start + 1);
  if (start < 0 || end < 0) throw new Error(`Cannot find the cell ${id} and one after it`);
  return page.slice(0, start) + page.slice(end);
}
