import { main, parseFlags, runCommand } from "./command.ts";
import { notebookPaths } from "./notebook_paths.ts";
import { jupyterEnv, root, venvProgram } from "./paths.ts";
import { setUp } from "./setup.ts";

/**
 * Formats TypeScript with `deno fmt`, and the code cells of notebooks with the same through jupytext. With --check,
 * writes nothing and fails if something is not formatted.
 */
async function format(args: string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { check: { type: "boolean" } });
  await setUp();
  const check = values.check ? ["--check"] : [];
  const cells = [venvProgram("python"), "tools/format_cells.py", ...check, Deno.execPath()];
  const files = await runCommand([Deno.execPath(), "fmt", ...check], { cwd: root });
  const notebooks = [...cells, ...notebookPaths(positionals)];
  return Math.max(files, await runCommand(notebooks, { cwd: root, env: jupyterEnv }));
}

await main(() => format(Deno.args));
