import { after, before, describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { unzipSync } from "fflate";
import { extname, join, relative } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { modelCells } from "../../grading/class/model_key.ts";
import { filesIn, html } from "../../site/build/folders.ts";
import { root } from "../../tools/paths.ts";
import { stubbed } from "../grading/student_work.ts";
import { runTool, scratch } from "../tools/scratch.ts";

const LONG = 25; // characters: shorter lines occur by chance
/** The course's own files, whose lines are public. */
const PUBLIC = [
  "lib",
  "models",
  "datasets",
  "experiments",
  "scheduler",
  "notebooks",
  "exercises/checks",
];

const decoder = new TextDecoder();

/** Returns a text without spaces, backslashes and line ends, in which a line is found however it was written. */
const squeezed = (text: string) => text.replaceAll(/[\s\\]+/g, "");

/** Returns the text that a page shows. */
function shownText(page: string): string {
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return page.replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name) => entities[name]);
}

/** Returns the texts in a file by its path: those of an archive, or the file's own. */
function textsOf(path: string, bytes: Uint8Array): [path: string, text: string][] {
  if (extname(path) === ".zip") {
    return Object.entries(unzipSync(bytes))
      .flatMap(([name, bytes]) => textsOf(`${path}/${name}`, bytes));
  }
  const text = decoder.decode(bytes);
  return [[path, squeezed(extname(path) === ".html" ? shownText(text) + text : text)]];
}

/** Returns the texts of all files of a site. */
function textsOfSite(folder: string): [path: string, text: string][] {
  return filesIn(folder).flatMap((path) =>
    textsOf(relative(folder, path), Deno.readFileSync(path))
  );
}

/** Returns lines of solutions and of the edits that make mistakes of them which are in none of the course's public files. */
async function secretLines(): Promise<string[]> {
  const lines: string[] = [], given: string[] = [];
  for (const set of SETS) {
    for (const { id, source } of await modelCells(set)) {
      given.push(stubbed({ id, source }).source);
      for (const [, solution] of source.matchAll(/BEGIN SOLUTION([^]*?)\/\/ END SOLUTION/g)) {
        for (const line of solution.split("\n")) lines.push(line);
      }
    }
  }
  const edits = Object.values(EDITS).flatMap((mistakes) => Object.values(mistakes).flat(2));
  const paths = PUBLIC.flatMap((folder) => filesIn(join(root, folder)));
  const known = paths.map((path) => Deno.readTextFileSync(path)).concat(given).map(squeezed);
  return [...new Set([...lines, ...edits].map(squeezed))]
    .filter((line) => line.length > LONG && !known.some((text) => text.includes(line)));
}

describe("deno task site --class", () => {
  let folder: string, secrets: string[];
  let texts: [path: string, text: string][];
  before(async () => {
    folder = await scratch();
    const { code, text } = await runTool(root, "site/build.ts", ["--class", `--out=${folder}`]);
    if (code !== 0) throw new Error(text);
    [texts, secrets] = [textsOfSite(folder), await secretLines()];
  });
  after(() => Deno.remove(folder, { recursive: true }));

  it("has the pages, scripts, downloads and the archive of the other site", () => {
    const names = (folder: string) =>
      filesIn(folder).map((path) => relative(folder, path)).filter((name) => !/chunk-/.test(name));
    expect(names(folder).sort()).toEqual(names(html).sort());
    expect(texts.some(([path]) => path === "downloads/unrolled.zip/unrolled/exercises/ps1.ipynb"))
      .toBe(true);
  });

  it("has no line of a solution and no edit of a mistake in any file", () => {
    console.log(`${texts.length} files, ${secrets.length} lines of solutions and edits`);
    expect(secrets.length).toBeGreaterThan(100);
    const leaks = texts.flatMap(([path, text]) =>
      secrets.filter((line) => text.includes(line)).map((line) => `${path}: ${line}`)
    );
    expect(leaks).toEqual([]);
    const marked = texts.filter(([, text]) => text.includes(squeezed('<details class="solution"')));
    expect(marked.map(([path]) => path)).toEqual([]);
  });

  it("has no word in its search index that only solutions contain", () => {
    const index = texts.find(([path]) => path === "searchindex.js")![1];
    const other = squeezed(Deno.readTextFileSync(join(html, "searchindex.js")));
    const termsOf = (text: string) =>
      new Set(
        [...text.match(/"terms":?\{(.*?)\}/)?.[1].matchAll(/([\w]+)"?:/g) ?? []].map(([, term]) =>
          term
        ),
      );
    const [own, all] = [termsOf(index), termsOf(other)];
    expect(own.size).toBeGreaterThan(1000);
    expect([...own].filter((term) => !all.has(term))).toEqual([]);
    expect([...all].filter((term) => !own.has(term)).length).toBeGreaterThan(0);
  });

  it("differs from the site for self-study, whose problem sets show every line of the solutions", async () => {
    const pages = SETS.map(({ id }) =>
      Deno.readTextFileSync(join(html, "exercises", `${id}.html`))
    );
    const shown = pages.map(shownText).map(squeezed).join();
    const lines = new Set<string>();
    for (const set of SETS) {
      for (const { source } of await modelCells(set)) {
        for (const line of source.split("\n")) lines.add(squeezed(line));
      }
    }
    const solutions = secrets.filter((line) => lines.has(line));
    expect(solutions.length).toBeGreaterThan(100);
    expect(solutions.filter((line) => !shown.includes(line))).toEqual([]);
    const elsewhere = textsOfSite(html)
      .filter(([path, text]) =>
        !path.startsWith("exercises/") && solutions.some((line) => text.includes(line))
      )
      .map(([path]) => path);
    expect(elsewhere).toEqual([]); // not even that site has them in its downloads
  });
});
