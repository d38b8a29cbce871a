import { basename, join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { notebooks, root, venvProgram } from "../../tools/paths.ts";
import { scratch } from "../tools/scratch.ts";

/** The course's notebooks in a folder below the checkout's deno.json that is thrown away: what a run saves changes nothing. */
export async function copyOfNotebooks(): Promise<string> {
  const room = await scratch();
  await Deno.mkdir(join(room, "notebooks"));
  await Deno.symlink(join(root, "data"), join(room, "data"));
  for (const name of courseNotebooks()) {
    await Deno.copyFile(join(notebooks, name), join(room, "notebooks", name));
  }
  return room;
}

/** The files of the course's notebooks, in their order. */
export function courseNotebooks(): string[] {
  return [...Deno.readDirSync(notebooks)].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
}

/** How the outputs of a notebook that JupyterLab saved differ from the committed ones, one line for each cell. */
export async function differences(saved: string): Promise<string[]> {
  const compare = join(root, "tools", "compare.py");
  const committed = join(notebooks, basename(saved));
  const { stdout, stderr } = await captureOutput([
    venvProgram("python"),
    compare,
    committed,
    saved,
  ]);
  return (stdout + stderr).split("\n").filter(Boolean);
}

/** A new notebook of code cells for the course's kernel. */
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
