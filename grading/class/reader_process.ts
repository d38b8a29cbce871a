// Runs in a child process: reads notebooks and parses their cells, so that a student's text can crash only this process.
import { compileCells, type CompiledCells } from "../process/script.ts";
import { readNotebook } from "../process/files.ts";
import { readSubmission, Ungradable } from "../process/submission.ts";
import { serve } from "../process/serve.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { encode } from "../judge/values.ts";

/** Reads a notebook, without the cells that crashed the parser before; names the next one that does. */
async function read(path: string, skipped: string[]) {
  const { set, cells, remarks } = readSubmission(await readNotebook(path), SETS);
  const scripts: CompiledCells["scripts"] = [], problems: [string, string][] = [];
  for (const [n, cell] of cells.entries()) {
    if (skipped.includes(String(n))) {
      problems.push([cell.id, "cannot be parsed: it is nested too deeply"]);
    } else {
      const compiled = attempt(n, () => compileCells([cell]));
      if ("crashed" in compiled) return compiled;
      for (const script of compiled.scripts) scripts.push(script);
      for (const problem of compiled.problems) problems.push(problem);
    }
  }
  return { set: set.id, cells, remarks, scripts, problems };
}

/** Returns the index of the cell if it crashes the parser, which cannot be used after that. */
function attempt<T>(n: number, work: () => T): T | { crashed: string } {
  try {
    return work();
  } catch {
    return { crashed: String(n) };
  }
}

await serve(async ({ calls }, respond) => {
  for (const { args: [path, skipped] } of calls) {
    try {
      respond({ value: encode(await read(path, skipped)) });
    } catch (error) {
      if (!(error instanceof Ungradable)) throw error;
      respond({ value: encode({ ungradable: error.message }) });
    }
  }
});
