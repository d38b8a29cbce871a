import { basename } from "node:path";
import { readNotebook } from "../lib/notebook/cells.ts";
import { checkAllTypes, isOk, typeText } from "../lib/notebook/type_check.ts";
import { main, parseFlags } from "./command.ts";
import { notebookPaths } from "./notebook_paths.ts";

/**
 * Type-checks the joined code cells of each notebook; an error is printed with its code cell, its line and a mark under
 * it. For a notebook that can't be read, the reason is printed, and the others are still checked.
 */
async function check(args: string[]): Promise<number> {
  const { positionals } = parseFlags(args, {}, "deno task check [NOTEBOOK …]");
  const paths = notebookPaths(positionals), readable: string[] = [];
  for (const path of paths) {
    const error = await readNotebook(path).then(() => undefined, (error: Error) => error);
    if (error) console.log(`FAILED ${basename(path, ".ipynb")}: ${error.message}`);
    else readable.push(path);
  }
  const reports = readable.length > 0 ? await checkAllTypes(readable) : [];
  for (const report of reports) console.log(typeText(report));
  return readable.length === paths.length && reports.every(isOk) ? 0 : 1;
}

await main(() => check(Deno.args));
