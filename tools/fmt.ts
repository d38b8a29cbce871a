import { main, parseFlags, runCommand } from "./command.ts";
import { notebookPaths } from "./notebook_paths.ts";
import { writeLinks } from "./notebook_links.ts";
import { jupyterEnv, root, venvProgram } from "./paths.ts";
import { setUp } from "./setup.ts";

/**
 * Formats TypeScript with `deno fmt`, and the code cells of notebooks with the same through jupytext; then writes the last
 * cell of each notebook of the course, its links. With --check, writes nothing and fails if something would change.
 */
async function format(args: string[]): Promise<number> {
  const usage = "deno task fmt [--check] [NOTEBOOK …]";
  const { values, positionals } = parseFlags(args, { check: { type: "boolean" } }, usage);
  await setUp();
  const check = values.check ? ["--check"] : [];
  const cells = [venvProgram("python"), "tools/format_cells.py", ...check, Deno.execPath()];
  const files = await runCommand([Deno.execPath(), "fmt", ...check], { cwd: root });
  const notebooks = [...cells, ...notebookPaths(positionals)];
  const inCells = await runCommand(notebooks, { cwd: root, env: jupyterEnv });
  const outdated = await writeLinks(values.check ?? false);
  for (const name of outdated) {
    console.log(`${values.check ? "Not up to date" : "Wrote"}: the links at the end of ${name}`);
  }
  return Math.max(files, inCells, values.check && outdated.length > 0 ? 1 : 0);
}

await main(() => format(Deno.args));
