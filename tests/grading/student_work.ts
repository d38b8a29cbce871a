import { join } from "node:path";
import { type Cell, parseNotebook } from "../../lib/notebook/cells.ts";
import type { AnswerKey } from "../../grading/judge/answer_key.ts";
import { type Check, gradeId, type ProblemSet } from "../../grading/judge/check.ts";
import { examine, type Finding } from "../../grading/judge/examine.ts";
import { sourceOf, withMistake } from "../../grading/class/model_key.ts";
import { trusted } from "../../grading/process/child.ts";
import { compileCells } from "../../grading/process/script.ts";
import { Solution } from "../../grading/process/solution.ts";
import { type SolutionCell, tagOf } from "../../grading/process/submission.ts";
import { captureOutput } from "../../tools/command.ts";

/** The line that nbgrader puts in place of a solution. */
const STUB = 'throw new Error("Not written yet");';

/** Returns a cell without its solution, as students get it. */
export function stubbed({ id, source }: SolutionCell): SolutionCell {
  return { id, source: source.replaceAll(/\/\/ BEGIN SOLUTION[^]*?\/\/ END SOLUTION/g, STUB) };
}

/** Returns the model's cells with one named mistake in an item. */
export function mistakenCells(cells: SolutionCell[], check: Check, name: string): SolutionCell[] {
  return cells.map(({ id, source }) => ({
    id,
    source: id === gradeId(check) ? withMistake(source, check, name) : source,
  }));
}

/** Examines a solution with these cells, and returns the finding of each item. */
export async function findings(
  checks: Check[],
  cells: SolutionCell[],
  key: AnswerKey,
  seed: number,
): Promise<Finding[]> {
  const solution = new Solution(compileCells(cells), trusted);
  try {
    const found: Finding[] = [];
    for (const check of checks) found.push(await examine(check, solution.invoke, key, seed));
    return found;
  } finally {
    await solution.close();
  }
}

/** Returns the cells of a set's source notebook that nbgrader grades. */
export async function gradedCells(set: ProblemSet): Promise<Cell[]> {
  const { cells } = parseNotebook(await Deno.readTextFile(sourceOf(set)));
  return cells.filter((cell) => tagOf(cell).grade);
}

/** Returns the text of a student's notebook: the set's own, with these cells in place of the solutions. */
export async function notebookOf(set: ProblemSet, cells: SolutionCell[]): Promise<string> {
  const notebook = parseNotebook(await Deno.readTextFile(sourceOf(set)));
  const sources = new Map(cells.map(({ id, source }) => [id, source]));
  for (const cell of notebook.cells) {
    cell.source = sources.get(String(tagOf(cell).grade_id)) ?? cell.source;
  }
  return JSON.stringify(notebook);
}

/** Makes a folder to be used as PATH, in which the grader finds what it needs but bubblewrap. */
export async function pathWithoutFence(folder: string): Promise<string> {
  const bin = join(folder, "bin");
  await Deno.mkdir(bin);
  for (const name of ["setsid", "timeout", "prlimit", "find", "true"]) {
    const { stdout } = await captureOutput(["which", name]);
    await Deno.symlink(stdout.trim(), join(bin, name));
  }
  return bin;
}
