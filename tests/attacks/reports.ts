import { expect } from "@std/expect";
import { join } from "node:path";
import { parseHTML } from "linkedom";

// control characters, marks that change the direction of text, line separators, and noncharacters
const UNPRINTABLE =
  // deno-lint-ignore no-control-regex
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/;
const TAG = /<(script|img|b|svg|iframe|base|link)\b/i; // the reports have none of these
// a field that a spreadsheet would run, in a quoted field or after a semicolon, which separates fields in many countries
const FORMULA = /((^|,)"\s*|;[\s"]*)[=+\-@＝＋－＠]/m;

/** A link on the class page; linkedom types elements only if the DOM library is loaded. */
interface Link {
  textContent: string;
  getAttribute(name: string): string;
}

/** The files of one student's report. */
export interface Page {
  student: string;
  /** The name of its files, without the extension. */
  name: string;
  /** The texts of its files. */
  texts: string[];
}

/** Reads the reports of all students, as the class's page links them. */
export async function pagesOf(out: string): Promise<Page[]> {
  const { document } = parseHTML(await Deno.readTextFile(join(out, "class.html"))) as unknown as {
    document: { querySelectorAll(selector: string): Link[] };
  };
  const pages: Page[] = [];
  for (const link of document.querySelectorAll("h2 + table a")) {
    const href = decodeURIComponent(link.getAttribute("href"));
    if (pages.some(({ name }) => href === `students/${name}.html`)) continue; // linked from an item, too
    const name = href.replace(/^students\/(.*)\.html$/s, "$1");
    const paths = [href, `gradescope/${name}.json`, `classroom/${name}.json`];
    const texts = await Promise.all(paths.map((path) => Deno.readTextFile(join(out, path))));
    pages.push({ student: link.textContent, name, texts });
  }
  return pages;
}

/** Checks that no report has a tag, a control character, a formula or a line that a student wrote. */
export async function expectCleanReports(out: string, count: number): Promise<void> {
  for (const path of filesBelow(out)) {
    const text = await Deno.readTextFile(join(out, path));
    const tag = path.endsWith(".html") ? text.match(TAG)?.[0] : undefined;
    expect([path, tag, text.match(UNPRINTABLE)?.[0]]).toEqual([path, undefined, undefined]);
  }
  const csv = await Deno.readTextFile(join(out, "scores.csv")), lines = csv.split(/\r\n|\r|\n/);
  expect(lines.length).toBe(count + 2); // the names of the columns, a line for each file, and nothing after the last
  expect(csv.match(FORMULA)?.[0]).toBe(undefined);
}

function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(join(folder, name)).map((path) => join(name, path)) : [name]
  );
}
