import { basename, join } from "node:path/posix"; // places in the checkout have / on every system
import type { ProblemSet } from "../../grading/judge/check.ts";
import { sizeText } from "../../tools/files.ts";
import { root } from "../../tools/paths.ts";

/** The pages that are made from a text of the checkout, and where each stands in the site. */
export const PAGES: Record<string, string> = {
  "exercises/README.md": "teaching.md",
  "deploy/README.md": "hub.md",
  "bench/RESULTS.md": "measured.md",
  "data/README.md": "data.md",
};

/** What a notebook says of itself in its first cell. */
export interface About {
  name: string;
  title: string;
  question: string;
  minutes: string;
}

/** Reads the first cell of a notebook. */
export function aboutOf(name: string, firstCell: string): About {
  const found = (pattern: RegExp) => firstCell.match(pattern)?.[1] ?? "";
  return {
    name,
    title: found(/^# (.+)$/m) || name,
    question: found(/^\*\*(.+)\*\*$/m),
    minutes: found(/^\*(\d+) minutes/m),
  };
}

/** The notebooks as a table: title, question, minutes. */
export function courseTable(course: About[]): string {
  const rows = course.map(({ name, title, question, minutes }) =>
    `| [${title}](${name}.ipynb) | ${question} | ${minutes && `${minutes} min`} |`
  );
  return ["| notebook | question | time |", "| --- | --- | --- |", ...rows].join("\n");
}

/** The problem sets as a table: title, items, points. */
export function setTable(sets: ProblemSet[]): string {
  const rows = sets.map(({ id, title, checks }) => {
    const points = checks.reduce((sum, check) => sum + check.points, 0);
    return `| [${id}](${id}.ipynb) | ${title} | ${checks.length} | ${points} |`;
  });
  return ["| set | title | items | points |", "| --- | --- | --: | --: |", ...rows].join("\n");
}

/** A table of contents that is not printed in the page, only beside it. */
export function toctree(caption: string, names: string[]): string {
  const entries = names.map((name) => name.replace(/\.(md|ipynb)$/, ""));
  return ["```{toctree}", `:caption: ${caption}`, ":hidden:", "", ...entries, "```"].join("\n");
}

/** A section of a Markdown text, with its heading, up to the next of the same level. */
export function section(text: string, heading: string): string {
  const start = text.indexOf(`## ${heading}\n`);
  if (start < 0) throw new RangeError(`Cannot find the section ${heading}`);
  const end = text.indexOf("\n## ", start);
  return text.slice(start, end < 0 ? undefined : end).trim();
}

/**
 * The links of a text of the checkout as links of the site: to the page made from the same file, or for pictures to
 * their copy; what the site doesn't hold is named without a link, by its path. Gives the text and the pictures to copy.
 */
export function siteLinks(text: string, folder: string): { text: string; pictures: string[] } {
  const pictures: string[] = [];
  const changed = text.replaceAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, mark, words, link) => {
    if (/^(https?:|#)/.test(link)) return whole;
    const [file, place] = link.split("#");
    const path = join(folder, file), anchor = place ? `#${place}` : "";
    if (mark) {
      pictures.push(path);
      return `![${words}](images/${basename(path)})`;
    }
    if (PAGES[path]) return `[${words}](${PAGES[path]}${anchor})`;
    if (/^notebooks\/\w+\.ipynb$/.test(path)) return `[${words}](${basename(path)}${anchor})`;
    if (words.startsWith("`")) return words;
    return path.endsWith(words) ? `\`${path}\`` : `${words} (\`${path}\`)`;
  });
  return { text: changed, pictures };
}

/** A file's size in words. */
export async function sizeOf(path: string): Promise<string> {
  const { size } = await Deno.stat(join(root, path));
  return sizeText(size);
}
