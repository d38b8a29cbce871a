import { cp } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { SETS } from "../../exercises/checks/mod.ts";
import { reports, toMarkdown } from "../../experiments/report.ts";
import { cellSource, readNotebook } from "../../lib/notebook/cells.ts";
import { sourceOf } from "../../grading/class/model_key.ts";
import { sizeText } from "../../tools/files.ts";
import { translatedNotebooks } from "../../tools/notebook_paths.ts";
import { root } from "../../tools/paths.ts";
import { bibliographyPage, readCitingPage } from "./bibliography.ts";
import { worksOf } from "./citations.ts";
import { ARCHIVE, downloads } from "./downloads.ts";
import { runs } from "../../tools/notebook_runs.ts";
import { siteFolder, source } from "./folders.ts";
import { type Term, termsOf, withTargets, withTermLinks } from "./glossary.ts";
import { homeMarkdown } from "./home.ts";
import { languageName, languageOf, otherLanguages, pageOf } from "./languages.ts";
import { withOpenLinks, withoutOutputs, withoutSolutions, withPageLinks } from "./notebook.ts";
import { withFoldedSolutions } from "./solutions.ts";
import {
  courseTable,
  fillTemplate,
  PAGES,
  rewriteLinks,
  section,
  setTable,
  toctree,
} from "./pages.ts";
import { fileSize } from "./size.ts";
import { type CourseNotebook, courseNotebook, goalTable, PLANS, planTable } from "./syllabus.ts";

/** The options of a build. */
export interface SiteOptions {
  /** A Binder address, to which notebooks then link, or "". */
  binder: string;
  /** True to fold the solutions away below the items; a site for a class has them in no file. */
  solutions: boolean;
}

/** Writes what Sphinx reads: the site's own pages, the executed notebooks of the course, and the problem sets. */
export async function writeSource(
  course: string[],
  { binder, solutions }: SiteOptions,
): Promise<void> {
  await Deno.remove(source, { recursive: true }).catch(() => {});
  const translations = translatedNotebooks(), all = [...course, ...translations];
  const terms = termsOf(await read("notebooks/GLOSSARY.md"));
  await Promise.all(all.map((path) => writeNotebook(path, { all, terms, binder })));
  const summaries = await Promise.all(course.map(summaryOf));
  for (const set of SETS) await writeProblemSet(sourceOf(set), solutions);
  for (const [path, page] of Object.entries(PAGES)) {
    const text = await withSiteLinks(await read(path), dirname(path));
    await write(page, page === "glossary.md" ? withTargets(text) : text);
  }
  await write("bibliography.md", await bibliography(course));
  await writeOwnPages(summaries, translations, solutions);
  for (const name of ["conf.py", "static", "templates"]) {
    await cp(join(siteFolder, name), join(source, name), { recursive: true });
  }
  await cp(join(root, "notebooks", "gradients.png"), join(source, "images", "gradients.png"));
  await cp(join(root, "notebooks", "flow.gif"), join(downloads, "flow.gif"));
}

/** Writes the site's own pages with their placeholders filled. */
async function writeOwnPages(
  course: CourseNotebook[],
  translations: string[],
  solutions: boolean,
): Promise<void> {
  const values = { ...await placeholders(course), solutions: solutions ? SOLUTIONS : "" };
  const contents = [
    toctree(course.map(({ name }) => name), "The course"),
    toctree(["exercises/index"], "Exercises"),
    ...[...Map.groupBy(translations, languageOf)].map(([language, paths]) =>
      toctree(paths.map(pageOf), languageName(language))
    ),
    toctree(["Overview <library>", "reference/index", "measured"], "The library"),
    toctree(["teaching", "syllabus", "hub"], "Teaching"),
    toctree(["glossary", "open", "experiments", "comparison", "data", "licences"], "More"),
  ].join("\n\n");
  const sets = toctree(SETS.map(({ id }) => id));
  for (const { name } of Deno.readDirSync(siteFolder)) {
    if (!name.endsWith(".md")) continue;
    const [page, toc] = name === "exercises.md" ? ["exercises/index.md", sets] : [name, contents];
    await write(page, fillTemplate(await read(`site/${name}`), { ...values, toc }));
  }
}

/** Returns the page of the works that the notebooks and the problem sets cite. */
async function bibliography(course: string[]): Promise<string> {
  const sets = SETS.map((set) => readCitingPage(sourceOf(set), "exercises/"));
  const pages = await Promise.all([...course.map((path) => readCitingPage(path)), ...sets]);
  const [year] = (await read("LICENSE")).match(/\d{4}/)!;
  const works = worksOf(await read("data/bibliography.bib"));
  return bibliographyPage(works, pages, { cff: await read("CITATION.cff"), year });
}

/** Returns the values of the placeholders in the site's own pages. */
async function placeholders(course: CourseNotebook[]): Promise<Record<string, string>> {
  const readme = await read("README.md");
  const sections: Record<string, string> = {};
  for (const [, heading] of readme.matchAll(/^## (.+)$/gm)) {
    const text = await withSiteLinks(section(readme, heading), ".");
    // the rows of the table of entries link to the reference
    const entry = /^\| `(rnn(?:\/\w+)?)` \|/gm;
    sections[`readme:${heading}`] = text.replaceAll(entry, "| [`$1`](reference/$1.md) |");
  }
  return {
    ...sections,
    home: await homeMarkdown(),
    experiments: toMarkdown(await reports()),
    notebooks: courseTable(course),
    goals: goalTable(course),
    ...plans(course),
    "notebooks:count": String(course.length),
    sets: setTable(SETS),
    "sets:count": String(SETS.length),
    "size:notebooks/flow.gif": sizeText(await fileSize(join(root, "notebooks/flow.gif"))),
    archive: `<a href="downloads/${ARCHIVE}" download>the folder of the course</a>`,
    example: section(readme, "Teach with it").match(/```[^]*?```/)?.[0] ?? "",
    license: "```text\n" + (await read("LICENSE")).trim() + "\n```",
  };
}

/** Returns the tables of the syllabus, one for each number of weeks. */
function plans(course: CourseNotebook[]): Record<string, string> {
  const tables = Object.entries(PLANS)
    .map(([weeks, plan]) => [`plan:${weeks}`, planTable(plan, course, SETS)]);
  return Object.fromEntries(tables);
}

/** Returns a Markdown file of the repository with links for the site, and copies its images. */
async function withSiteLinks(markdown: string, folder: string): Promise<string> {
  const { text, images } = rewriteLinks(markdown, folder);
  for (const path of images) await cp(join(root, path), join(source, "images", basename(path)));
  return text;
}

async function summaryOf(path: string): Promise<CourseNotebook> {
  const { cells: [first] } = await readNotebook(path);
  return courseNotebook(basename(path, ".ipynb"), cellSource(first));
}

/** Writes an executed notebook of the course, or a translation of one, and its download. */
async function writeNotebook(
  path: string,
  { all, terms, binder }: { all: string[]; terms: Term[]; binder: string },
): Promise<void> {
  const name = basename(path, ".ipynb"), page = pageOf(path);
  const top = page === name ? "" : "../", file = `downloads/${name}.ipynb`;
  const executed = await readNotebook(join(runs, `${name}.ipynb`));
  const labPath = encodeURIComponent(`notebooks/${page}.ipynb`);
  const links = {
    open: `${top}open.html`,
    file: `${top}${file}`,
    binder: binder && `${binder}?labpath=${labPath}`,
    languages: otherLanguages(path, all),
  };
  await writeJson(`extra/${file}`, withoutOutputs(executed));
  const linked = withPageLinks(top ? executed : withTermLinks(executed, terms), top);
  await writeJson(`${page}.ipynb`, withOpenLinks(linked, links));
}

/** Writes a problem set, with or without folded solutions, and its download, which has none. */
async function writeProblemSet(path: string, solutions: boolean): Promise<void> {
  const source = await readNotebook(path), set = withoutSolutions(source), name = basename(path);
  const links = { open: "../open.html", file: `../downloads/${name}`, binder: "" };
  await writeJson(`extra/downloads/${name}`, set);
  const shown = solutions ? withFoldedSolutions(set, source) : set;
  await writeJson(`exercises/${name}`, withOpenLinks(shown, links));
}

const SOLUTIONS = "Below each item, a solution is folded away: look at it after you have tried.";

const read = (path: string) => Deno.readTextFile(join(root, path));

const writeJson = (path: string, value: unknown) => write(path, JSON.stringify(value, null, 1));

async function write(path: string, text: string): Promise<void> {
  await Deno.mkdir(join(source, path, ".."), { recursive: true });
  await Deno.writeTextFile(join(source, path), text);
}
