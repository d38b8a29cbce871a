import { type Cell, cellSource, type Notebook, parseNotebook } from "../../lib/notebook/cells.ts";
import { gradeId, type ProblemSet } from "../judge/check.ts";

/** A solution cell of a notebook. */
export interface SolutionCell {
  /** Its nbgrader `grade_id`. */
  id: string;
  source: string;
}

const MAX_CELLS = 50; // solution cells, including duplicates

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
 * Finds the solution cells of a notebook by their `grade_id`, in the notebook's order; all other cells are ignored.
 * Throws Ungradable if the text is not a notebook, or has no solution cell of a known set.
 */
export function readSubmission(text: string, sets: ProblemSet[]): Submission {
  const notebook = parsed(text), language = otherLanguage(notebook);
  const found = notebook.cells.flatMap((cell) => {
    const { grade_id: id } = tagOf(cell);
    if (cell.cell_type !== "code" || typeof id !== "string") return [];
    return [{ id, source: cellSource(cell) }];
  });
  const count = (id: string) => found.filter((cell) => cell.id === id).length;
  const has = (set: ProblemSet) => set.checks.filter((check) => count(gradeId(check)) > 0).length;
  const [set] = [...sets].sort((a, b) => has(b) - has(a));
  if (!set || has(set) === 0) {
    const none = "Cannot find a solution cell of any problem set in it";
    throw new Ungradable([none, ...language].join(". "));
  }
  const ids = set.checks.map(gradeId), cells = found.filter(({ id }) => ids.includes(id));
  if (cells.length > MAX_CELLS) {
    throw new Ungradable(`Cannot read it: it has ${cells.length} solution cells of ${set.id}`);
  }
  const unusual = ids.filter((id) => count(id) !== 1).map((id) =>
    count(id) === 0 ? `Cell ${id} is missing` : `Cell ${id} occurs ${count(id)} times`
  );
  return { set, cells, remarks: [...language, ...unusual] };
}

/** Returns a remark if the metadata names another language, which an editor may have written. */
function otherLanguage({ metadata: { kernelspec, language_info } }: Notebook): string[] {
  const name = Object(kernelspec).language ?? Object(language_info).name ?? "typescript";
  if (String(name).toLowerCase() === "typescript") return [];
  return [`Its metadata names the language ${name}`];
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
