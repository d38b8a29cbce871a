// Runs in a child process: reads one notebook from standard input and compiles its cells, so that a student's text can
// crash only this process.
import { notebookText } from "../process/files.ts";
import { compileCells } from "../process/script.ts";
import { respond } from "../process/serve.ts";
import { readSubmission, Ungradable } from "../process/submission.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { encode } from "../judge/values.ts";

/** Returns the notebook's set, its cells that have a script, the scripts, and the problems of the other cells. */
async function read() {
  const { set, cells, remarks } = readSubmission(await notebookText(Deno.stdin.readable), SETS);
  const { scripts, problems } = compileCells(cells);
  const ids = new Set(scripts.map(({ id }) => id));
  const used = cells.filter(({ id }) => ids.has(id));
  return { set: set.id, cells: used, remarks, scripts, problems: [...problems] };
}

try {
  respond({ value: encode(await read()) });
} catch (error) {
  if (!(error instanceof Ungradable)) throw error;
  respond({ value: encode({ ungradable: error.message }) });
}
