// Runs in a child: reads notebooks and parses their cells, so that what a student wrote can break a parser, and no more.
import { prepare, type Prepared } from "../process/script.ts";
import { readNotebook } from "../process/files.ts";
import { readSubmission, Ungradable } from "../process/submission.ts";
import { serve } from "../process/serve.ts";
import { SETS } from "../../exercises/checks/mod.ts";
import { encode } from "../judge/values.ts";

/** A notebook as far as it can be read, as a value that crosses between processes. */
async function read(path: string, broken: string[]) {
  const { set, cells, remarks } = readSubmission(await readNotebook(path), SETS);
  const scripts: Prepared["scripts"] = [], problems: [string, string][] = [];
  for (const [n, cell] of cells.entries()) {
    if (broken.includes(String(n))) {
      problems.push([cell.id, "can't be read: it is nested too deeply"]);
    } else {
      const prepared = attempt(n, () => prepare([cell]));
      if ("breaks" in prepared) return prepared;
      scripts.push(...prepared.scripts);
      problems.push(...prepared.problems);
    }
  }
  return { set: set.id, cells, remarks, scripts, problems };
}

/** The number of the cell that broke the parser, which is of no use after that. */
function attempt<T>(n: number, work: () => T): T | { breaks: string } {
  try {
    return work();
  } catch {
    return { breaks: String(n) };
  }
}

await serve(async ({ calls }, answer) => {
  for (const { args: [path, broken] } of calls) {
    try {
      answer({ value: encode(await read(path, broken)) });
    } catch (error) {
      if (!(error instanceof Ungradable)) throw error;
      answer({ value: encode({ ungradable: error.message }) });
    }
  }
});
