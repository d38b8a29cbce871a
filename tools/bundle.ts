import { join } from "node:path";
import { readConfig } from "./config.ts";
import { copyFolder } from "./files.ts";
import { root } from "./paths.ts";

// What sets up, opens the notebooks, and checks them; what makes and grades them stays with the teacher.
const TOOLS = [
  ...["command.ts", "files.ts", "lab.ts", "lsp.ts", "paths.ts", "python.ts", "setup.ts"],
  "trust.ts",
];
// The library, and of the grading what checks an item; the solutions, the mistakes and the grader stay.
const LIBRARY = [
  ...["lib", "models", "datasets", "grading/judge", "grading/process"],
  ...["exercises/answers", "exercises/checks"],
];
const TASKS = ["setup", "lab", "points"];
const FILES = ["deno.lock", "requirements.txt", "LICENSE"];

/** Puts what opens notebooks into a folder of their own: the library, tools, and a deno.json; and more tools and tasks. */
export async function writeBundle(
  folder: string,
  more: { tools: string[]; tasks: string[] } = { tools: [], tasks: [] },
): Promise<void> {
  const tools = [...TOOLS, ...more.tools];
  for (const name of LIBRARY) {
    await copyFolder(join(root, name), join(folder, name), (name) => name !== "assembly");
  }
  for (const name of ["mod.ts", "notebook.ts", "points.ts"]) {
    await Deno.copyFile(join(root, "grading", name), join(folder, "grading", name));
  }
  await copyFolder(join(root, "tools"), join(folder, "tools"), (name) => tools.includes(name));
  const command = join("tools", "labextension");
  await copyFolder(join(root, command), join(folder, command));
  for (const name of FILES) await Deno.copyFile(join(root, name), join(folder, name));
  await writeConfig(folder, [...TASKS, ...more.tasks]);
}

/** The configuration with the names of the library, and the tasks that run there. */
async function writeConfig(folder: string, names: string[]): Promise<void> {
  const { nodeModulesDir, imports, compilerOptions, tasks } = await readConfig();
  const kept = Object.fromEntries(Object.entries(tasks).filter(([name]) => names.includes(name)));
  const own = { nodeModulesDir, imports, compilerOptions, tasks: kept };
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(own, null, 2) + "\n");
}
