import { basename, join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { courseNotebooks } from "../../tools/notebook_paths.ts";
import { notebooks, root, venvProgram } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";

/** The file names of the course's notebooks, in their order. */
export const names = courseNotebooks().map((path) => basename(path));

/** Copies the course's notebooks to a temporary folder below the checkout's deno.json, where tests can run and save them. */
export async function copyCourse(): Promise<string> {
  const folder = await scratch();
  await Deno.mkdir(join(folder, "notebooks"));
  await Deno.symlink(join(root, "data"), join(folder, "data"));
  for (const name of names) {
    await Deno.copyFile(join(notebooks, name), join(folder, "notebooks", name));
  }
  return folder;
}

/** Returns one line for each cell of a notebook saved by JupyterLab whose outputs differ from the committed ones. */
export async function differences(saved: string): Promise<string[]> {
  const compare = join(root, "tools", "compare.py");
  const committed = join(notebooks, basename(saved));
  const command = [venvProgram("python"), compare, committed, saved];
  const { stdout, stderr } = await captureOutput(command);
  return (stdout + stderr).split("\n").filter(Boolean);
}

/** Writes a new notebook of code cells for the course's kernel. */
export async function writeNotebook(path: string, sources: string[]): Promise<void> {
  const cells = sources.map((source, n) => ({
    id: `cell-${n}`,
    cell_type: "code",
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  }));
  const kernelspec = { name: "unrolled", display_name: "Unrolled", language: "typescript" };
  const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  await Deno.writeTextFile(path, JSON.stringify(notebook));
}
