import { join } from "node:path";
import { notebooks } from "./place.ts";

/** The parts of a notebook file that the tools use. */
export interface Notebook {
  cells: { cell_type: string; source: string | string[] }[];
}

/** The names of the notebooks asked for, or of all. */
export function notebookNames(asked: string[]): string[] {
  if (asked.length > 0) return asked.map((name) => name.replace(/^.*[\\/]|\.ipynb$/g, ""));
  return [...Deno.readDirSync(notebooks)].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).map((name) => name.slice(0, -6)).sort();
}

/** The path of a notebook by its name. */
export function notebookPath(name: string): string {
  return join(notebooks, `${name}.ipynb`);
}

/** The source of each code cell of a notebook, in order. */
export async function codeCells(name: string): Promise<string[]> {
  const notebook: Notebook = JSON.parse(await Deno.readTextFile(notebookPath(name)));
  return notebook.cells.filter((cell) => cell.cell_type === "code")
    .map(({ source }) => Array.isArray(source) ? source.join("") : source);
}
