import type { ProblemSet } from "../../grading/judge/check.ts";
import { type NotebookSummary, notebookSummary } from "./pages.ts";

/** Plans by their number of weeks: what belongs to each week, notebooks by their numbers and problem sets by their names. */
export const PLANS: Record<number, string[][]> = {
  4: [
    ["00", "01", "02", "ps1"],
    ["03", "04", "ps3"],
    ["05", "06", "ps4"],
    ["07", "08", "09", "ps5"],
  ],
  8: [
    ["00", "01", "ps1"],
    ["02", "ps2"],
    ["03", "04", "ps3"],
    ["05", "06", "ps4"],
    ["07", "08", "ps5"],
    ["09", "10"],
    ["11", "12", "ps6"],
    ["13", "16", "ps7"],
  ],
  12: [
    ["00", "01", "ps1"],
    ["02", "ps2"],
    ["03"],
    ["04", "ps3"],
    ["05"],
    ["06", "ps4"],
    ["07", "08"],
    ["09", "ps5"],
    ["10", "11"],
    ["12", "ps6"],
    ["13", "14"],
    ["15", "16", "ps7"],
  ],
};

/** Requirements and goal of a notebook, as the last line of its first cell states them. */
export interface Goal {
  before: string;
  after: string;
}

/** A notebook of the course with its goal. */
export interface CourseNotebook extends NotebookSummary {
  goal: Goal;
}

/** Parses the first cell of a notebook of the course. Throws RangeError where `goalOf` does. */
export function courseNotebook(name: string, firstCell: string): CourseNotebook {
  return { ...notebookSummary(name, firstCell), goal: goalOf(name, firstCell) };
}

/** Parses the line `*25 minutes. Before: … After: you can …*`. Throws RangeError if the cell has none. */
export function goalOf(name: string, firstCell: string): Goal {
  const [, before, after] = firstCell.match(/^\*\d+ minutes.*Before: (.+?)\. After: (.+)\*$/m) ??
    [];
  if (!after) {
    throw new RangeError(
      `Cannot read the goal of ${name}: expected a line "*25 minutes. Before: … After: …*" in its first cell`,
    );
  }
  return { before, after };
}

/** Returns a Markdown table of the learning goals. */
export function goalTable(course: CourseNotebook[]): string {
  const rows = course.map(({ name, title, goal: { before, after } }) =>
    `| [${title}](${name}.ipynb) | ${before} | ${sentence(after)} |`
  );
  return ["| notebook | before it | after it |", "| --- | --- | --- |", ...rows].join("\n");
}

const sentence = (text: string) => text[0].toUpperCase() + text.slice(1);

/** Returns a Markdown table of a plan: the notebooks of each week with their minutes, and the problem set to hand in. */
export function planTable(
  weeks: string[][],
  course: NotebookSummary[],
  sets: Pick<ProblemSet, "id">[],
): string {
  const rows = weeks.map((parts, n) => {
    const notebooks = parts.filter((part) => !part.startsWith("ps")).map((part) => {
      const found = course.find(({ name }) => name.startsWith(`${part}_`));
      if (!found) throw new RangeError(`Cannot plan a week with notebook ${part}: there is none`);
      return found;
    });
    const handedIn = sets.filter(({ id }) => parts.includes(id))
      .map(({ id }) => `[${id}](exercises/${id}.ipynb)`);
    const minutes = notebooks.reduce((sum, notebook) => sum + Number(notebook.minutes), 0);
    const links = notebooks.map(({ name, title }) => `[${title}](${name}.ipynb)`);
    return `| ${n + 1} | ${links.join("<br>")} | ${minutes} min | ${handedIn.join(", ")} |`;
  });
  const head = ["| week | notebooks | reading | problem set |", "| --: | --- | --: | --- |"];
  return [...head, ...rows].join("\n");
}
