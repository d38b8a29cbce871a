// Runs in a child process: reads notebooks and parses their cells, so that a student's text can crash only this process.
import { compileCells } from "../process/script.ts";
import { readNotebook } from "../process/files.ts";
import { readSubmission, Ungradable } from "../process/submission.ts";
import { serve } from "../process/serve.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { encode } from "../judge/values.ts";

/** Reads a notebook: its set, its cells that have a script, the scripts, and the problems of the other cells. */
async function read(path: string) {
  const { set, cells, remarks } = readSubmission(await readNotebook(path), SETS);
  const { scripts, problems } = compileCells(cells);
  const ids = new Set(scripts.map(({ id }) => id));
  const used = cells.filter(({ id }) => ids.has(id));
  return { set: set.id, cells: used, remarks, scripts, problems: [...problems] };
}

await serve(async ({ calls }, respond) => {
  for (const { args: [path] } of calls) {
    try {
      respond({ value: encode(await read(path)) });
    } catch (error) {
      if (!(error instanceof Ungradable)) throw error;
      respond({ value: encode({ ungradable: error.message }) });
    }
  }
});
