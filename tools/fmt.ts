import { follow, main } from "./command.ts";
import { notebookPaths } from "./notebook_cells.ts";
import { jupyterEnv, program, root } from "./place.ts";

/**
 * Formats TypeScript by `deno fmt` and the notebooks' code cells by the same through jupytext; Markdown is left alone.
 * With --check, writes nothing and fails where something is not formatted.
 */
async function format(args: string[]): Promise<number> {
  const check = args.includes("--check");
  const codes = [
    await follow([Deno.execPath(), "fmt", ...(check ? ["--check"] : [])], { cwd: root }),
  ];
  const paths = notebookPaths(args.filter((arg) => !arg.startsWith("--")));
  if (paths.length > 0) {
    const mode = check ? "--check" : "--write";
    codes.push(
      await follow([program("python"), "tools/format_cells.py", mode, Deno.execPath(), ...paths], {
        cwd: root,
        env: jupyterEnv,
      }),
    );
  }
  return Math.max(...codes);
}

await main(() => format(Deno.args));
