import { basename } from "node:path";
import { parse } from "yaml";
import { cellSource, readNotebook } from "../../lib/notebook/cells.ts";
import { type Author, type Work, worksCitedIn } from "./citations.ts";
import { notebookSummary } from "./pages.ts";

/** A notebook or a problem set, as the bibliography links to it. */
export interface CitingPage {
  title: string;
  /** The file's path from the bibliography's page. */
  path: string;
  /** The Markdown of its cells. */
  text: string;
}

/** The course as a work that others cite. */
export interface Course {
  /** The contents of CITATION.cff. */
  cff: string;
  year: string;
}

/** The fields of CITATION.cff that a citation needs. */
interface CourseFields {
  title: string;
  version: string;
  authors: { name: string }[];
}

/** Reads a notebook as a page that may cite works; `folder` is where the site has it, such as "exercises/". */
export async function readCitingPage(path: string, folder = ""): Promise<CitingPage> {
  const { cells } = await readNotebook(path), file = basename(path);
  const { title } = notebookSummary(file, cellSource(cells[0]));
  const prose = cells.filter(({ cell_type }) => cell_type === "markdown").map(cellSource);
  return { title: title.replaceAll("$", ""), path: `${folder}${file}`, text: prose.join("\n\n") };
}

/** Returns the page with all works, sorted by author, the pages that cite each, and how to cite the course. */
export function bibliographyPage(works: Work[], pages: CitingPage[], course: Course): string {
  const cited = pages.map((page) => ({ ...page, works: worksCitedIn(page.text, works) }));
  const lines = [...works].sort(byAuthor).map((work) => {
    const links = cited.filter((page) => page.works.includes(work))
      .map(({ title, path }) => `[${title}](${path})`);
    return `- ${reference(work)} Cited in ${links.join(", ")}.`;
  });
  return [
    "---\norphan: true\n---", // not in the sidebar, which would make every page larger
    "# Bibliography",
    `The ${works.length} works that the notebooks and the problem sets cite, also as` +
    ' <a href="data/bibliography.bib" download>a BibTeX file</a>.',
    lines.join("\n"),
    "## Cite this course",
    citeCourse(course),
  ].join("\n\n") + "\n";
}

/** Returns a work in the style of the APA: authors, year, title, source, and the link. */
export function reference(work: Work): string {
  const { title, year, source, label, address } = work;
  const parts = [`${authorList(work)} (${year})`, title, source, `[${label}](${address})`];
  return parts.filter(Boolean).map((part) => `${part}.`).join(" ");
}

function authorList({ authors, hasMore }: Work): string {
  const names = authors.map(({ surname, given }) => `${surname}, ${initials(given)}`);
  if (hasMore) return `${names.join(", ")}, et al.`;
  const last = names.pop()!;
  return names.length > 0 ? `${names.join(", ")}, & ${last}` : last;
}

/** Returns the initials of given names: "M.-T." for Minh-Thang. */
function initials(given: string): string {
  return given.replaceAll(/(\p{L})[\p{L}.]*/gu, "$1.");
}

function byAuthor(a: Work, b: Work): number {
  const rank = ({ authors, year }: Work) => [...authors.map(fullName), year].join(" ");
  return rank(a).localeCompare(rank(b), "en");
}

const fullName = ({ surname, given }: Author) => `${surname} ${given}`;

/** Returns the course's citation as a line and as BibTeX. */
function citeCourse({ cff, year }: Course): string {
  const { title, version, authors }: CourseFields = parse(cff);
  const names = authors.map(({ name }) => name);
  return `${names.join(", ")}. (${year}). *${title}* (version ${version}) [Software].

\`\`\`bibtex
@software{unrolled${year},
  author = {${names.map((name) => `{${name}}`).join(" and ")}},
  title = {${title}},
  year = {${year}},
  version = {${version}},
}
\`\`\``;
}
