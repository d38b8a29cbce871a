import { checkAllTypes, isOk, typeText } from "../lib/notebook/types.ts";
import { main, parseFlags } from "./command.ts";
import { notebookPaths } from "./notebook_paths.ts";

/** Type-checks the joined code cells of each notebook; an error is printed with its code cell, its line and a mark under it. */
async function check(args: string[]): Promise<number> {
  const reports = await checkAllTypes(notebookPaths(parseFlags(args, {}).positionals));
  for (const report of reports) console.log(typeText(report));
  return reports.every(isOk) ? 0 : 1;
}

await main(() => check(Deno.args));
