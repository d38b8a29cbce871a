import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import type { Browser, Page } from "playwright-core";
import { ps1 } from "../../exercises/checks/ps1.ts";
import type { Finding } from "../../grading/judge/examine.ts";
import { presented, type Result, ungradable } from "../../grading/class/result.ts";
import { classPage } from "../../grading/reports/class_page.ts";
import { studentPage } from "../../grading/reports/student_page.ts";
import { openBrowser } from "../browser/chromium.ts";

const LONG = "Wolfeschlegelsteinhausenbergerdorff-Montgomery (submission_1234567)";
const STUDENTS = ["ana", "ben", LONG, ...Array.from({ length: 30 }, (_, n) => `student${n}`)];
const PHONE = { width: 390, height: 844 };
const A4 = { width: 680, height: 1009 }; // 210 × 297 mm without margins of 15 mm, in CSS pixels

/** An expression for each word of the headings and tables but those of students, with the number of its lines. */
const WORDS =
  `[...document.querySelectorAll("h2, th, td:not(:last-child), summary")].flatMap((cell) => {
  const all = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), words = [];
  for (let node = all.nextNode(); node; node = all.nextNode()) {
    if (node.parentElement.closest("a, code, .long")) continue;
    for (const { 0: word, index } of node.data.matchAll(/[\\p{L}\\d]+/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      words.push([word, new Set([...range.getClientRects()].map(({ top }) => top)).size]);
    }
  }
  return words;
})`;

/** A student who fails the first items, one more than the student before. */
function resultOf(student: string, n: number): Result {
  const items = ps1.checks.map(({ id, points, mistakes }, k): Finding => {
    if (k >= n % 7) return { id, points, earned: points, status: "pass" };
    const [name] = Object.keys(mistakes),
      message = `${id}[0,0]: got ${"0.1234".repeat(20)}, want 1`;
    const mistake = n % 2 ? { name, hint: mistakes[name] } : undefined;
    return { id, points, earned: 0, status: "almost", message, ...mistake && { mistake } };
  });
  const earned = items.reduce((sum, item) => sum + item.earned, 0);
  const attempts = n === 2 ? ["ps1.relu tries to read a file in another folder"] : [];
  return {
    ...{ student, set: "ps1", path: `${student}/ps1.ipynb`, status: "graded", remarks: [] },
    ...{ attempts, typeErrors: [], earned, possible: 13, items },
  };
}

const results = [
  ...STUDENTS.map(resultOf),
  ungradable("zoe", "zoe/ps1.ipynb", "Cannot read the notebook: it is not JSON"),
].map(presented);
const others = [{
  student: "yan",
  path: `yan/${"very_long_name_".repeat(8)}.pdf`,
  reason: "a file",
}];
const grading = {
  grading: Date.UTC(2026, 4, 2, 14, 30),
  fence: "bubblewrap",
  results,
  others,
} as const;

describe("the class page", () => {
  let browser: Browser, page: Page;
  before(async () => {
    browser = await openBrowser();
    page = await browser.newPage();
  });
  after(() => browser?.close());

  const overflow = () =>
    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

  it("gives the date, the averages, and the distribution of each item's points", async () => {
    await page.setContent(classPage({ ...grading, results, others }));
    const text = await page.locator("body").innerText();
    expect(text).toContain("Graded on 2026-05-02 14:30 UTC");
    const mean = results.filter(({ status }) => status === "graded")
      .reduce((sum, { earned }) => sum + earned, 0) / STUDENTS.length;
    expect(text).toContain(`${Number(mean.toFixed(1))} of 13`);
    const labels = await page.locator(".bar").evaluateAll((bars) =>
      bars.map((bar) => bar.getAttribute("aria-label"))
    );
    expect(labels.length).toBe(ps1.checks.length);
    const failed = results.filter(({ items }) => items[0]?.earned === 0).length;
    expect(labels[0]).toBe(
      `${STUDENTS.length - failed} with all points, 0 with some, ${failed} with none`,
    );
  });

  it("links each failure to the pages of the students who made it", async () => {
    const first = page.locator("tr", { hasText: ps1.checks[0].id }).first();
    const links = await first.locator("details a").evaluateAll((all) =>
      all.map((link) => link.getAttribute("href")).sort()
    );
    const files = results.filter(({ items }) => items[0]?.earned === 0)
      .map(({ file }) => `students/${file}.html`).sort();
    expect(links).toEqual(files);
  });

  it("fits a phone of 390 pixels, with every list open, and so does a student's page", async () => {
    await page.setViewportSize(PHONE);
    for (const result of [undefined, results[1], results[2], results.at(-1)!]) {
      await page.setContent(
        result ? studentPage(result) : classPage({ ...grading, results, others }),
      );
      await page.evaluate(
        "document.querySelectorAll('details').forEach((list) => list.open = true)",
      );
      expect([result?.student, await overflow()]).toEqual([result?.student, 0]);
    }
  });

  it("breaks words only in what students write, on a phone and on a wide screen", async () => {
    for (const size of [PHONE, { width: 1280, height: 800 }]) {
      await page.setViewportSize(size);
      for (const html of [classPage(grading), ...results.slice(1, 4).map(studentPage)]) {
        await page.setContent(html);
        const words = await page.evaluate(WORDS) as [word: string, lines: number][];
        const seen = words.map(([word]) => word);
        expect(seen).toContain("points");
        expect(seen).toContain("bidirectional");
        expect(words.filter(([, lines]) => lines > 1)).toEqual([]);
        expect(await overflow()).toBe(0);
      }
    }
  });

  it("fits A4 in print, where the students behind each failure are shown too", async () => {
    await page.setViewportSize(A4);
    await page.emulateMedia({ media: "print" });
    await page.setContent(classPage({ ...grading, results, others }));
    expect(await overflow()).toBe(0);
    const [first] = await page.locator("details").all();
    expect(await first.getAttribute("open")).toBe(null);
    expect(await first.locator("a").first().isVisible()).toBe(true);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.byteLength).toBeGreaterThan(10_000);
    await page.emulateMedia({ media: "screen" });
    expect(await first.locator("a").first().isVisible()).toBe(false);
  });
});
