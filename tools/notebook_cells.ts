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
  const names = [...Deno.readDirSync(notebooks)].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).map((name) => name.slice(0, -6)).sort();
  const path = (name: string) => join(notebooks, `${name}.ipynb`);
  if (asked.length === 0) return names.map(path);
  return asked.map((name) => {
    if (name.endsWith(".ipynb") && existsSync(name)) return resolve(name);
    const known = basename(name, ".ipynb");
    if (names.includes(known)) return path(known);
    throw new Remedy(`Cannot find notebook ${name}: there are ${names.join(", ")}`);
  });
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
