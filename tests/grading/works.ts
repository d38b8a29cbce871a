import { type Check, gradeId, type ProblemSet } from "../../grading/judge/check.ts";
import { examine, type Finding } from "../../grading/judge/examine.ts";
import type { Key } from "../../grading/judge/key.ts";
import { plainHold } from "../../grading/process/child.ts";
import { prepare } from "../../grading/process/script.ts";
import { Solution } from "../../grading/process/solution.ts";
import { readSubmission, type SolutionCell } from "../../grading/process/submission.ts";
import { EDITS } from "../../exercises/mistakes/mod.ts";
import { edited, sourceOf } from "../../grading/class/model.ts";

/** What nbgrader puts in a solution's place. */
export const STUB = 'throw new Error("Not written yet");';

/** The model's cells of a set. */
export async function modelCells(set: ProblemSet): Promise<SolutionCell[]> {
  return readSubmission(await Deno.readTextFile(sourceOf(set)), [set]).cells;
}

/** A cell without its solution, as students get it. */
export function stubbed({ id, source }: SolutionCell): SolutionCell {
  return { id, source: source.replaceAll(/\/\/ BEGIN SOLUTION[^]*?\/\/ END SOLUTION/g, STUB) };
}

/** The model's cells with one named mistake made in its item. */
export function mistakenCells(cells: SolutionCell[], check: Check, name: string): SolutionCell[] {
  return cells.map(({ id, source }) => ({
    id,
    source: id === gradeId(check) ? edited(source, EDITS[check.id][name], name) : source,
  }));
}

/** What becomes of each item when a solution of these cells is examined. */
export async function findings(
  checks: Check[],
  cells: SolutionCell[],
  key: Key,
  seed: number,
): Promise<Finding[]> {
  const solution = new Solution(prepare(cells), plainHold);
  try {
    const found: Finding[] = [];
    for (const check of checks) found.push(await examine(check, solution.ask, key, seed));
    return found;
  } finally {
    await solution.close();
  }
}

/** The text of a student's notebook: the set's own, with these cells in the place of the solutions. */
export async function notebookOf(set: ProblemSet, cells: SolutionCell[]): Promise<string> {
  const notebook = JSON.parse(await Deno.readTextFile(sourceOf(set)));
  const sources = new Map(cells.map(({ id, source }) => [id, source]));
  for (const cell of notebook.cells) {
    const id = cell.metadata.nbgrader?.grade_id;
    if (sources.has(id)) cell.source = sources.get(id)!.split(/(?<=\n)/);
  }
  return JSON.stringify(notebook);
}
