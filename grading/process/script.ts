import { CellError, compileCell } from "../../lib/notebook/compile_cell.ts";
import type { SolutionCell } from "./submission.ts";
import { shown } from "./text.ts";

/** The cells of a solution as scripts, and by cell id what is wrong with those that cannot be parsed. */
export interface CompiledCells {
  scripts: { id: string; script: string }[];
  problems: Map<string, string>;
}

/** Compiles the cells of a solution; of the student's own cells, only those that declare something have a script. */
export function compileCells(cells: SolutionCell[]): CompiledCells {
  const compiled: CompiledCells = { scripts: [], problems: new Map() };
  for (const { id, source, isOwn } of cells) {
    try {
      const script = compileCell(source, { declarationsOnly: isOwn });
      if (script) compiled.scripts.push({ id, script });
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      if (!isOwn) compiled.problems.set(id, `cannot be parsed: ${shown(error.message, 200)}`);
    }
  }
  return compiled;
}
