import { checkAllTypes, isOk, typeText } from "../lib/notebook/types.ts";
import { main } from "./command.ts";
import { notebookPaths } from "./notebook_paths.ts";

/** Type-checks each notebook's joined code cells; an error is given with its code cell, its line and a mark under it. */
async function check(asked: string[]): Promise<number> {
  const reports = await checkAllTypes(notebookPaths(asked));
  for (const report of reports) console.log(typeText(report));
  return reports.every(isOk) ? 0 : 1;
}

await main(() => check(Deno.args));
