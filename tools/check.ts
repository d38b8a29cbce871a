import { checkTypes, typeText } from "../lib/notebook/types.ts";
import { main } from "./command.ts";
import { notebookPaths } from "./notebook_cells.ts";

/** Type-checks each notebook's joined code cells; an error is given with its code cell, its line and a mark under it. */
async function check(asked: string[]): Promise<number> {
  let failed = 0;
  for (const notebook of notebookPaths(asked)) {
    const report = await checkTypes(notebook);
    console.log(typeText(report));
    if (report.mistakes.length > 0 || report.trouble) failed++;
  }
  return failed > 0 ? 1 : 0;
}

await main(() => check(Deno.args));
