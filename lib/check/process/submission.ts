import type { ProblemSet } from "../check.ts";
import { gradeId } from "../check.ts";
import type { SolutionCell } from "./solution.ts";

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
  const cells = cellsOf(text);
  const found = cells.flatMap(({ cell_type, source, metadata }) => {
    const id = metadata?.nbgrader?.grade_id;
    if (cell_type !== "code" || typeof id !== "string") return [];
    const lines = Array.isArray(source) ? source.join("") : source;
    return typeof lines === "string" ? [{ id, source: lines }] : [];
  });
  const has = (set: ProblemSet) =>
    set.checks.filter((check) => found.some(({ id }) => id === gradeId(check))).length;
  const [set] = [...sets].sort((a, b) => has(b) - has(a));
  if (!set || has(set) === 0) throw new Ungradable("Cannot find a solution cell of any set in it");
  const ids = set.checks.map(gradeId);
  const count = (id: string) => found.filter((cell) => cell.id === id).length;
  return {
    set,
    cells: found.filter(({ id }) => ids.includes(id)),
    remarks: ids.flatMap((id) =>
      count(id) === 1
        ? []
        : [count(id) === 0 ? `Cell ${id} is missing` : `Cell ${id} is there ${count(id)} times`]
    ),
  };
}

function cellsOf(text: string): Cell[] {
  let notebook;
  try {
    notebook = JSON.parse(text);
  } catch {
    throw new Ungradable("Cannot read it: it is not JSON");
  }
  const cells = notebook?.cells;
  if (!Array.isArray(cells)) throw new Ungradable("Cannot read it: it is not a notebook");
  if (cells.length === 0) throw new Ungradable("Cannot grade it: the notebook is empty");
  const language = notebook.metadata?.kernelspec?.language ??
    notebook.metadata?.language_info?.name ?? "typescript";
  if (language !== "typescript") {
    throw new Ungradable(`Cannot grade it: it is a notebook of ${String(language)}`);
  }
  return cells.filter((cell) => typeof cell === "object" && cell !== null);
}
