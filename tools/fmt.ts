import { main, runCommand } from "./command.ts";
import { notebookPaths } from "./notebook_paths.ts";
import { jupyterEnv, root, venvProgram } from "./paths.ts";
import { setUp } from "./setup.ts";

/**
 * Formats TypeScript by `deno fmt` and the notebooks' code cells by the same through jupytext; Markdown is left alone.
 * With --check, writes nothing and fails where something is not formatted.
 */
async function format(args: string[]): Promise<number> {
  await setUp();
  const check = args.includes("--check"), mode = check ? "--check" : "--write";
  const paths = notebookPaths(args.filter((arg) => !arg.startsWith("--")));
  const cells = [venvProgram("python"), "tools/format_cells.py", mode, Deno.execPath(), ...paths];
  const codes = [
    await runCommand([Deno.execPath(), "fmt", ...(check ? ["--check"] : [])], { cwd: root }),
    await runCommand(cells, { cwd: root, env: jupyterEnv }),
  ];
  return Math.max(...codes);
}

await main(() => format(Deno.args));
