import { basename, join } from "node:path/posix"; // links have / on every system
import type { ProblemSet } from "../../grading/judge/check.ts";

/** Markdown files of the repository that are pages of the site, and the names of these pages. */
export const PAGES: Record<string, string> = {
  "exercises/README.md": "teaching.md",
  "deploy/README.md": "hub.md",
  "bench/RESULTS.md": "measured.md",
  "data/README.md": "data.md",
  "COMPARISON.md": "comparison.md",
  "notebooks/GLOSSARY.md": "glossary.md",
};

/** Other files of the repository, and the pages of the site that show what they contain. */
const SHOWN_IN: Record<string, string> = { "data/bibliography.bib": "bibliography.md" };

/** The title, question, and reading time in the first cell of a notebook. */
export interface NotebookSummary {
  name: string;
  title: string;
  question: string;
  minutes: string;
}

/** Parses the first cell of a notebook; a part that is missing is an empty string. */
export function notebookSummary(name: string, firstCell: string): NotebookSummary {
  const match = (pattern: RegExp) => firstCell.match(pattern)?.[1] ?? "";
  return {
    name,
    title: match(/^# (.+)$/m) || name,
    question: match(/^\*\*(.+)\*\*$/m),
    minutes: match(/^\*(\d+) minutes/m),
  };
}

/** Returns a Markdown table of the notebooks: title, question, minutes. */
export function courseTable(course: NotebookSummary[]): string {
  const rows = course.map(({ name, title, question, minutes }) =>
    `| [${title}](${name}.ipynb) | ${question} | ${minutes && `${minutes} min`} |`
  );
  return ["| notebook | question | time |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Returns a Markdown table of the problem sets: title, items, points. */
export function setTable(sets: ProblemSet[]): string {
  const rows = sets.map(({ id, title, checks }) => {
    const points = checks.reduce((sum, check) => sum + check.points, 0);
    return `| [${id}](${id}.ipynb) | ${title} | ${checks.length} | ${points} |`;
  });
  return ["| set | title | items | points |", "| --- | --- | --: | --: |", ...rows].join("\n");
}

/** Returns the name under which pages link to an export in the reference, such as "ref-rnn-plot-slider". */
export function referenceTarget(entry: string, name: string): string {
  const kind = /^[A-Z]/.test(name) ? "-type" : ""; // Sphinx takes slider and Slider for the same name
  return `ref-${entry.replace("/", "-")}${kind}-${name}`.toLowerCase();
}

/** Returns a table of contents that Sphinx shows in the sidebar only. */
export function toctree(pages: string[], caption?: string): string {
  const options = [...(caption ? [`:caption: ${caption}`] : []), ":hidden:"];
  const entries = pages.map((page) => page.replace(/\.(md|ipynb)$/, ""));
  return ["```{toctree}", ...options, "", ...entries, "```"].join("\n");
}

/** Replaces placeholders such as {{notebooks}}; throws RangeError if one has no value. */
export function fillTemplate(template: string, values: Record<string, string>): string {
  return template.replaceAll(/\{\{([^}]+)\}\}/g, (_, name) => {
    if (!(name in values)) throw new RangeError(`Cannot fill the placeholder {{${name}}}`);
    return values[name];
  });
}

/** Returns a section of a Markdown text with its heading; throws RangeError if there is none. */
export function section(text: string, heading: string): string {
  const start = text.indexOf(`## ${heading}\n`);
  if (start < 0) throw new RangeError(`Cannot find the section ${heading}`);
  const end = text.indexOf("\n## ", start);
  return text.slice(start, end < 0 ? undefined : end).trim();
}

/**
 * Rewrites the links of a Markdown file of the repository for the site: to the page made from the linked file, or to the
 * copy of an image. A file that the site does not have is named by its path, without a link.
 *
 * @returns the text, and the images to copy
 */
export function rewriteLinks(markdown: string, folder: string): { text: string; images: string[] } {
  const images: string[] = [];
  const text = markdown.replaceAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, mark, label, link) => {
    if (/^(https?:|#)/.test(link)) return whole;
    const [file, fragment] = link.split("#");
    const path = join(folder, file), anchor = fragment ? `#${fragment}` : "";
    if (mark) {
      images.push(path);
      return `![${label}](images/${basename(path)})`;
    }
    const page = PAGES[path] ?? SHOWN_IN[path];
    if (page) return `[${label}](${page}${anchor})`;
    if (/^notebooks\/\w+\.ipynb$/.test(path)) return `[${label}](${basename(path)}${anchor})`;
    if (label.startsWith("`")) return label;
    return path.endsWith(label) ? `\`${path}\`` : `${label} (\`${path}\`)`;
  });
  return { text, images };
}
