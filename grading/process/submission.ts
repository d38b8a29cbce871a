import type { ProblemSet } from "../judge/check.ts";
import { gradeId } from "../judge/check.ts";

/** A solution cell of a notebook. */
export interface SolutionCell {
  /** Its nbgrader `grade_id`. */
  id: string;
  source: string;
}

const MOST_CELLS = 50; // solution cells, doubled ones among them

/** What is used of a notebook file; a student may have changed anything in it. */
interface Cell {
  cell_type?: unknown;
  source?: unknown;
  metadata?: { nbgrader?: { grade_id?: unknown; solution?: unknown } };
}

/** A notebook that can't be graded: that is not a score of zero. */
export class Ungradable extends Error {}

/** What a notebook holds of a problem set. */
export interface Submission {
  set: ProblemSet;
  cells: SolutionCell[];
  /** Ids that are missing, or there more than once: reported, and graded as far as possible. */
  remarks: string[];
}

/**
 * The solution cells of a notebook, by their `grade_id`, in the order in which they stand; no other cell is looked at.
 * Throws Ungradable where the text is no notebook of this kernel, or holds no solution cell of a known set.
 */
export function readSubmission(text: string, sets: ProblemSet[]): Submission {
  const { cells, metadata } = notebookOf(text), language = otherLanguage(metadata);
  const found = cells.flatMap(({ cell_type, source, metadata }) => {
    const id = metadata?.nbgrader?.grade_id;
    if (cell_type !== "code" || typeof id !== "string") return [];
    const lines = Array.isArray(source) ? source.join("") : source;
    return typeof lines === "string" ? [{ id, source: lines }] : [];
  });
  const has = (set: ProblemSet) =>
    set.checks.filter((check) => found.some(({ id }) => id === gradeId(check))).length;
  const [set] = [...sets].sort((a, b) => has(b) - has(a));
  if (!set || has(set) === 0) {
    throw new Ungradable(["Cannot find a solution cell of any set in it", ...language].join(". "));
  }
  const ids = set.checks.map(gradeId);
  const count = (id: string) => found.filter((cell) => cell.id === id).length;
  const own = found.filter(({ id }) => ids.includes(id));
  if (own.length > MOST_CELLS) {
    throw new Ungradable(`Cannot read it: it has ${own.length} solution cells of ${set.id}`);
  }
  const doubtful = ids.filter((id) => count(id) !== 1).map((id) =>
    count(id) === 0 ? `Cell ${id} is missing` : `Cell ${id} is there ${count(id)} times`
  );
  return { set, cells: own, remarks: [...language, ...doubtful] };
}

/** The remark that a notebook says it is of another language: an editor may have written that. */
function otherLanguage({ kernelspec, language_info }: Metadata): string[] {
  const said = kernelspec?.language ?? language_info?.name ?? "typescript";
  return String(said).toLowerCase() === "typescript" ? [] : [`The notebook says it is of ${said}`];
}

/** What is used of a notebook's own metadata. */
interface Metadata {
  kernelspec?: { language?: unknown };
  language_info?: { name?: unknown };
}

function notebookOf(text: string): { cells: Cell[]; metadata: Metadata } {
  let notebook;
  try {
    notebook = JSON.parse(text);
  } catch {
    throw new Ungradable("Cannot read it: it is not JSON");
  }
  const cells = notebook?.cells;
  if (!Array.isArray(cells)) throw new Ungradable("Cannot read it: it is not a notebook");
  if (cells.length === 0) throw new Ungradable("Cannot grade it: the notebook is empty");
  const known = cells.filter((cell) => typeof cell === "object" && cell !== null);
  return { cells: known, metadata: notebook.metadata ?? {} };
}
