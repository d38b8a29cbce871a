import { join } from "node:path";
import { readConfig } from "./config.ts";
import { copyFolder } from "./files.ts";
import { root } from "./paths.ts";

// The tools that set up, open and check the notebooks; those that make and grade them stay with the teacher.
const TOOLS = [
  ...["command.ts", "files.ts", "lab.ts", "lsp.ts", "paths.ts", "problems.ts", "python.ts"],
  ...["setup.ts", "trust.ts"],
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
  for (const name of ["mod.ts", "notebook.ts", "self_check.ts"]) {
    await Deno.copyFile(join(root, "grading", name), join(folder, "grading", name));
  }
  await copyFolder(join(root, "tools"), join(folder, "tools"), (name) => tools.includes(name));
  const command = join("tools", "labextension");
  await copyFolder(join(root, command), join(folder, command));
  for (const name of FILES) await Deno.copyFile(join(root, name), join(folder, name));
  await writeConfig(folder, [...TASKS, ...more.tasks]);
}

/** Writes a deno.json with the import map of the library and the given tasks. */
async function writeConfig(folder: string, names: string[]): Promise<void> {
  const { workspace, nodeModulesDir, imports, compilerOptions, tasks } = await readConfig();
  const kept = Object.fromEntries(Object.entries(tasks).filter(([name]) => names.includes(name)));
  const own = { workspace, nodeModulesDir, imports, compilerOptions, tasks: kept };
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(own, null, 2) + "\n");
}
