import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Remedy } from "./command.ts";
import { notebooks } from "./place.ts";

/** The parts of a notebook file that the tools use. */
export interface Notebook {
  cells: { cell_type: string; source: string | string[] }[];
}

/** The paths of the notebooks asked for, by name or by path, or of all; throws a Remedy where one is missing. */
export function notebookPaths(asked: string[]): string[] {
  const known = new Map(shipped().map((path) => [basename(path, ".ipynb"), path]));
  if (asked.length === 0) return [...known.values()];
  return asked.map((name) => {
    if (name.endsWith(".ipynb") && existsSync(name)) return resolve(name);
    const path = known.get(basename(name, ".ipynb"));
    if (path) return path;
    throw new Remedy(`Cannot find notebook ${name}: there are ${[...known.keys()].join(", ")}`);
  });
}

/** The notebooks of the course, then the problem sets with their solutions. */
function shipped(): string[] {
  const exercises = join(notebooks, "exercises", "source");
  const sets = [...Deno.readDirSync(exercises)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => join(exercises, name));
  return [notebooks, ...sets.sort()].flatMap((folder) =>
    [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name))
      .filter((path) => path.endsWith(".ipynb")).sort()
  );
}

/** The source of each code cell of a notebook, in order. */
export async function codeCells(path: string): Promise<string[]> {
  const notebook: Notebook = JSON.parse(await Deno.readTextFile(path));
  return notebook.cells.filter((cell) => cell.cell_type === "code")
    .map(({ source }) => Array.isArray(source) ? source.join("") : source);
}

/** A line of joined cells, counted from 1, as the place of its cell, counted from 0, and the row in it. */
export function placeOf(cells: string[], line: number): { cell: number; row: number } {
  let row = line;
  for (const [cell, source] of cells.entries()) {
    const lines = source.split("\n").length;
    if (row <= lines) return { cell, row };
    row -= lines;
  }
  return { cell: cells.length, row };
}
