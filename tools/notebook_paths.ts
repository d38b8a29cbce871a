import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UserError } from "./command.ts";
import { notebooks, root } from "./paths.ts";

/** Returns the paths of notebooks, given by name or by path, or of all if none is given. Throws UserError if one is missing. */
export function notebookPaths(names: string[]): string[] {
  const known = new Map(shipped().map((path) => [basename(path, ".ipynb"), path]));
  if (names.length === 0) return [...known.values()];
  return names.map((name) => {
    if (name.endsWith(".ipynb") && existsSync(name)) return resolve(name);
    const path = known.get(basename(name, ".ipynb"));
    if (path) return path;
    throw new UserError(`Cannot find notebook ${name}: there are ${[...known.keys()].join(", ")}`);
  });
}

/** Returns the paths of the course's notebooks. */
export function courseNotebooks(): string[] {
  return notebooksIn(notebooks);
}

/** Returns the paths of the translated notebooks: those in folders of the notebooks with a language's code, such as fr. */
export function translatedNotebooks(): string[] {
  const languages = [...Deno.readDirSync(notebooks)].filter(({ isDirectory, name }) =>
    isDirectory && /^[a-z]{2}$/.test(name)
  );
  return languages.map(({ name }) => join(notebooks, name)).sort().flatMap(notebooksIn);
}

/** Returns the notebooks of the course, their translations, and the problem sets with their solutions. */
function shipped(): string[] {
  const exercises = join(root, "exercises", "source");
  const sets = [...Deno.readDirSync(exercises)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => join(exercises, name));
  return [...courseNotebooks(), ...translatedNotebooks(), ...sets.sort().flatMap(notebooksIn)];
}

function notebooksIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name))
    .filter((path) => path.endsWith(".ipynb")).sort();
}
