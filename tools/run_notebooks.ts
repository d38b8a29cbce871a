import { keepRuns } from "./notebook_runs.ts";
import { main, parseFlags, runCommand, UserError } from "./command.ts";
import { courseNotebooks, notebookPaths, translatedNotebooks } from "./notebook_paths.ts";
import { jupyterEnv, requireSpace, root, venvProgram } from "./paths.ts";
import { setUp } from "./setup.ts";

/**
 * Runs notebooks and writes their outputs into them. With --check, compares the outputs with the committed ones instead;
 * a run of the whole course is then kept for the site, which needs no second one.
 */
async function runNotebooks(args: string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    check: { type: "boolean" },
    to: { type: "string" },
  }, "deno task notebooks [--check | --to FOLDER] [NOTEBOOK …]");
  if (values.check && values.to) throw new UserError("Cannot use --check and --to together");
  await setUp();
  await requireSpace(jupyterEnv.JUPYTER_RUNTIME_DIR);
  const wholeCourse = positionals.length === 0;
  const paths = wholeCourse
    ? [...courseNotebooks(), ...translatedNotebooks()]
    : notebookPaths(positionals);
  if (values.check && wholeCourse) return await keepRuns(paths, ["--check"]);
  const flags = values.check ? ["--check"] : values.to ? [`--to=${values.to}`] : [];
  return await runCommand([venvProgram("python"), "tools/notebooks.py", ...flags, ...paths], {
    cwd: root,
    env: { ...jupyterEnv, UNROLLED_FIGURES: "committed" },
  });
}

await main(() => runNotebooks(Deno.args));
