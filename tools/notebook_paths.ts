import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UserError } from "./command.ts";
import { notebooks, root } from "./paths.ts";

/** The paths of the notebooks asked for, by name or by path, or of all; throws a UserError where one is missing. */
export function notebookPaths(asked: string[]): string[] {
  const known = new Map(shipped().map((path) => [basename(path, ".ipynb"), path]));
  if (asked.length === 0) return [...known.values()];
  return asked.map((name) => {
    if (name.endsWith(".ipynb") && existsSync(name)) return resolve(name);
    const path = known.get(basename(name, ".ipynb"));
    if (path) return path;
    throw new UserError(`Cannot find notebook ${name}: there are ${[...known.keys()].join(", ")}`);
  });
}

/** The notebooks of the course, then the problem sets with their solutions. */
function shipped(): string[] {
  const exercises = join(root, "exercises", "source");
  const sets = [...Deno.readDirSync(exercises)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => join(exercises, name));
  return [notebooks, ...sets.sort()].flatMap((folder) =>
    [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name))
      .filter((path) => path.endsWith(".ipynb")).sort()
  );
}
