import { glob } from "node:fs/promises";
import { join } from "node:path";
import { captureOutput } from "./command.ts";
import { readConfig } from "./config.ts";
import { copyFolder } from "./files.ts";
import { root } from "./paths.ts";

// The tools that set up, open and check the notebooks; those that make and grade them stay with the teacher.
const TOOLS = [
  ...["command.ts", "files.ts", "kernel.py", "lab.ts", "lab_server.ts", "lsp.ts", "paths.ts"],
  ...["problems.ts", "python.ts", "setup.ts", "sha256.ts", "trust.ts", "uv_progress.ts"],
  "working_copy.ts",
];
// The library, and the part of the grading that checks an item; solutions, mistakes and the grader stay with the teacher.
const LIBRARY = [
  ...["lib", "models", "datasets", "grading/judge", "grading/process"],
  ...["exercises/answers", "exercises/checks"],
];
const TASKS = ["setup", "lab", "points"];
const FILES = ["deno.lock", "pyproject.toml", "LICENSE"];

/** Writes a folder in which notebooks can be opened: the library, tools, a deno.json, and any further tools and tasks. */
export async function writeBundle(
  folder: string,
  more: { tools: string[]; tasks: string[] } = { tools: [], tasks: [] },
): Promise<void> {
  const tools = [...TOOLS, ...more.tools];
  for (const name of LIBRARY) {
    await copyFolder(join(root, name), join(folder, name), (name) => name !== "assembly");
  }
  for (const name of ["mod.ts", "notebook.ts", "own_checks.ts", "points.ts", "self_check.ts"]) {
    await Deno.copyFile(join(root, "grading", name), join(folder, "grading", name));
  }
  await copyFolder(join(root, "tools"), join(folder, "tools"), (name) => tools.includes(name));
  const command = join("tools", "labextension");
  await copyFolder(join(root, command), join(folder, command));
  for (const name of FILES) await Deno.copyFile(join(root, name), join(folder, name));
  await writeConfig(folder, [...TASKS, ...more.tasks]);
}

/**
 * Writes a deno.json with the given tasks and the imports of the library, and takes all other packages from deno.lock:
 * `deno task` downloads every package of the lock file before it starts a task. Throws Error if Deno cannot do it.
 */
async function writeConfig(folder: string, names: string[]): Promise<void> {
  const { workspace, nodeModulesDir, allowScripts, imports, compilerOptions, tasks } =
    await readConfig();
  const own = {
    ...{ workspace, nodeModulesDir, allowScripts, compilerOptions },
    imports: pick(imports, await isImportedIn(folder)),
    tasks: pick(tasks, (name) => names.includes(name)),
  };
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(own, null, 2) + "\n");
  const lock = [Deno.execPath(), "install", "--lockfile-only"];
  const { code, stderr } = await captureOutput(lock, { cwd: folder });
  if (code !== 0) throw new Error(`Cannot write ${join(folder, "deno.lock")}: ${stderr}`);
}

/** Returns a test whether an entry of the import map is one of the library's, or a package that the folder's code imports. */
async function isImportedIn(folder: string): Promise<(name: string) => boolean> {
  const paths = await Array.fromAsync(glob("**/*.ts", { cwd: folder }));
  const code = await Promise.all(paths.map((path) => Deno.readTextFile(join(folder, path))));
  return (entry) => {
    const name = entry.replace(/\/$/, "");
    const forms = ["from ", "import ", "import(", "resolve("]
      .flatMap((before) => [`${before}"${name}"`, `${before}"${name}/`]).concat(`npm:${name}@`);
    return /^rnn(\/|$)/.test(name) ||
      code.some((text) => forms.some((form) => text.includes(form)));
  };
}

/** Returns the entries of a record whose keys are wanted. */
function pick<Value>(record: Record<string, Value>, isWanted: (key: string) => boolean) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => isWanted(key)));
}
