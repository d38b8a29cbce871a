import { join } from "node:path";
import { type Cell, cellSource, type Notebook, parseNotebook } from "../../lib/notebook/cells.ts";
import { ps1 } from "../../exercises/checks/ps1.ts";
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

/** Makes a folder to be used as PATH, in which the grader finds everything that it needs except bubblewrap. */
export async function pathWithoutFence(folder: string): Promise<string> {
  const bin = join(folder, "bin");
  await Deno.mkdir(bin);
  for (const name of ["setsid", "timeout", "prlimit", "find", "true"]) {
    const { stdout } = await captureOutput(["which", name]);
    await Deno.symlink(stdout.trim(), join(bin, name));
  }
  return bin;
}

/** Returns a code cell of the student's own. */
export function ownCell(source: string): Cell {
  return { cell_type: "code", metadata: {}, source, outputs: [], execution_count: null };
}

/**
 * Returns the text of a notebook of ps1 that went through several editors: a cell with a byte order mark and CRLF,
 * which uses helpers from the student's own cells, the library through a dynamic import, and a variable from a block; a
 * cell with several copies, of which the last is right and one was converted to Markdown; a cell that was split with
 * its metadata, and one that was split without them; and a cell that was moved. Only ps1.slip is wrong.
 */
export async function oddNotebook(cells: SolutionCell[]): Promise<string> {
  const notebook: Notebook = JSON.parse(await notebookOf(ps1, cells));
  const place = (id: string) =>
    notebook.cells.findIndex((cell) => tagOf(cell).grade_id === `ps1_${id}`);
  const put = (id: string, ...made: ((cell: Cell) => Cell)[]) => {
    const n = place(id), cell = notebook.cells[n];
    notebook.cells.splice(n, 1, ...made.map((make) => make(structuredClone(cell))));
  };
  const text = (id: string) => cellSource(notebook.cells[place(id)]);
  const as = (source: string | string[]) => (cell: Cell) => ({ ...cell, source });

  put(
    "relu",
    () => ownCell("const { normal: _, ...kit } = await import('rnn');\nlet factor = 4, step = 1;"),
    () => ownCell("{ var floor = 0; }\nconst atLeast = (z: number) => Math.max(low(), z);"),
    () => ownCell("var floor = 0; function low() { return floor; }"),
    as(
      "\ufeff" +
        text("relu").replace("Math.max(0, z)", "atLeast(z * kit.sigmoidSlope(0.5) * factor)")
          .replaceAll("\n", "\r\n"),
    ),
  );
  put(
    "leaky",
    as(text("leaky").replace("hPrev.scale(1 - alpha)", "hPrev")),
    as(text("leaky").split(/(?<=\n)/)),
    (cell) => ({ ...as(text("leaky").replace("1 - alpha", "alpha"))(cell), cell_type: "markdown" }),
  );
  const [plain, both] = text("bidirectional").split(/\n\n(?=function bidirectional)/);
  put("bidirectional", as(plain), as(both)); // as JupyterLab splits a cell
  const [type, unrolled] = text("jordan").split(/\n\n(?=function jordanUnroll)/);
  put("jordan", as(type), () => ownCell(unrolled)); // as VS Code splits it
  put("slip", as(text("slip").replace(".addColumn(bh)", "")));
  const [moved] = notebook.cells.splice(place("unroll"), 1);
  notebook.cells.splice(place("imports") + 1, 0, moved);
  notebook.cells.push(
    ownCell("const twice = (n: number) => n; console.log(twice(2), factor, step);"),
  );
  return JSON.stringify(notebook);
}
