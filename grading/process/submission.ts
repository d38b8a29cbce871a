import { type Cell, cellSource, type Notebook, parseNotebook } from "../../lib/notebook/cells.ts";
import { MAX_LENGTH } from "../../lib/notebook/compile_cell.ts";
import { gradeId, type ProblemSet } from "../judge/check.ts";
import { shown } from "./text.ts";

/** A solution cell of a notebook. */
export interface SolutionCell {
  /** Its nbgrader `grade_id`; for a cell that the student added, its number in the notebook, such as "#7". */
  id: string;
  source: string;
  /** True for a cell that the student added, of which only the declarations count. */
  isOwn?: boolean;
}

const MAX_CELLS = 50; // solution cells, including duplicates
const MAX_OWN = 200; // cells of the student's own
const MAX_SOURCE = 300_000; // characters of all of them
const MAX_REMARKS = 20;

/** A notebook that cannot be graded, which is not the same as a score of zero. */
export class Ungradable extends Error {}

/** The solution of a problem set in a notebook. */
export interface Submission {
  set: ProblemSet;
  cells: SolutionCell[];
  /** Irregularities, such as cells that are missing or occur twice; the rest is graded. */
  remarks: string[];
}

/** The metadata that nbgrader gives a cell; a student may have changed any of them. */
export function tagOf({ metadata: { nbgrader } }: Cell): Record<string, unknown> {
  return Object(nbgrader);
}

/**
 * Finds the cells of a notebook that count, in the notebook's order, in which they also run: the solution cells, which
 * are found by their `grade_id`, and the student's own cells, which are neither solution cells nor locked. If a cell
 * was copied or split, all its parts run, and the last declaration of a name wins, as in the kernel. A cell that was
 * converted to Markdown does not run, and neither do the cells that were given. Of the student's own cells, only the
 * declarations count; see `compileCell`. Throws Ungradable if the text is not a notebook, has no solution cell of a
 * known set, or has too many.
 */
export function readSubmission(text: string, sets: ProblemSet[]): Submission {
  const notebook = parsed(text), language = otherLanguage(notebook);
  const set = setOf(notebook.cells, sets);
  if (!set) {
    const none = "Cannot find a solution cell of any problem set in it";
    throw new Ungradable([none, ...language].join(". "));
  }
  const ids = set.checks.map(gradeId);
  const all = notebook.cells.flatMap((cell, n) => counted(cell, n, ids));
  const solutions = all.filter(({ isOwn }) => !isOwn);
  refuseTooMany(solutions, set);
  const own = fitting(all.filter(({ isOwn }) => isOwn), MAX_SOURCE - lengthOf(solutions));
  const cells = all.filter((cell) => own.taken.has(cell) || solutions.includes(cell));
  const remarks = [...language, ...own.remarks, ...unusual(ids, solutions)];
  return { set, cells, remarks: remarks.slice(0, MAX_REMARKS) };
}

function refuseTooMany(cells: SolutionCell[], { id }: ProblemSet): void {
  const { length } = cells, characters = lengthOf(cells);
  if (length > MAX_CELLS) {
    throw new Ungradable(`Cannot read it: it has ${length} solution cells of ${id}`);
  }
  if (characters > MAX_SOURCE) {
    throw new Ungradable(
      `Cannot read it: its solution cells have ${characters} characters, but at most ${MAX_SOURCE} are allowed`,
    );
  }
}

/** Returns a cell if it counts: a code cell that is a solution, or that was not given to the student. */
function counted(cell: Cell, n: number, ids: string[]): SolutionCell[] {
  if (cell.cell_type !== "code") return [];
  const { grade_id: id, locked, grade } = tagOf(cell), source = cellSource(cell);
  if (typeof id === "string" && ids.includes(id)) return [{ id, source }];
  return locked || grade ? [] : [{ id: `#${n + 1}`, source, isOwn: true }];
}

/** Returns the set with the largest number of items that have a cell. */
function setOf(cells: Cell[], sets: ProblemSet[]): ProblemSet | undefined {
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const ids = new Set(code.map((cell) => tagOf(cell).grade_id));
  const has = ({ checks }: ProblemSet) => checks.filter((check) => ids.has(gradeId(check))).length;
  const [set] = [...sets].sort((a, b) => has(b) - has(a));
  return set && has(set) > 0 ? set : undefined;
}

/** Returns the student's own cells up to the limits, with a remark if some are left out. */
function fitting(own: SolutionCell[], characters: number) {
  const taken = new Set<SolutionCell>();
  let left = characters;
  for (const cell of own) {
    const { length } = cell.source;
    if (taken.size === MAX_OWN || length > Math.min(left, MAX_LENGTH)) continue;
    left -= length;
    taken.add(cell);
  }
  const { length } = own;
  const remarks = taken.size === length
    ? []
    : [`Only ${taken.size} of the ${length} cells that the student added were read`];
  return { taken, remarks };
}

/** Returns the number of characters to be compiled; a cell that is too long is refused separately. */
function lengthOf(cells: SolutionCell[]): number {
  const lengths = cells.map(({ source }) => source.length).filter((length) => length <= MAX_LENGTH);
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** Returns a remark for each solution cell that is missing or occurs several times. */
function unusual(ids: string[], cells: SolutionCell[]): string[] {
  return ids.flatMap((id) => {
    const count = cells.filter((cell) => cell.id === id).length;
    if (count === 1) return [];
    return [count === 0 ? `Cell ${id} is missing` : `Cell ${id} occurs ${count} times`];
  });
}

/** Returns a remark if the metadata names another language, which an editor may have written. */
function otherLanguage({ metadata: { kernelspec, language_info } }: Notebook): string[] {
  const language = Object(kernelspec).language ?? Object(language_info).name ?? "typescript";
  if (typeof language !== "string") return ["Its metadata names a language that is not a string"];
  const name = shown(language);
  return name.toLowerCase() === "typescript" ? [] : [`Its metadata names the language ${name}`];
}

function parsed(text: string): Notebook {
  try {
    const notebook = parseNotebook(text);
    if (notebook.cells.length > 0) return notebook;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Ungradable(error.message);
  }
  throw new Ungradable("Cannot grade it: the notebook has no cells");
}
