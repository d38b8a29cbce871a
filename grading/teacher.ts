import { join } from "node:path";
import { main, runCommand } from "../tools/command.ts";
import { jupyterEnv, root, venv, venvProgram } from "../tools/paths.ts";
import { fingerprint, installPackages, setUp } from "../tools/setup.ts";

const marker = join(venv, "teacher.txt");

/** Makes `.venv` complete, and adds nbgrader and JupyterHub to it; at once where they are there already. */
export async function setUpTeacher(): Promise<void> {
  await setUp();
  const state = await fingerprint("requirements.txt", "requirements-teacher.txt");
  if (await Deno.readTextFile(marker).catch(() => "") === state) return;
  console.error("Adding nbgrader and JupyterHub to .venv (once; about a minute)");
  await installPackages("requirements-teacher.txt");
  await Deno.writeTextFile(marker, state);
}

// deno run -A grading/teacher.ts [PROGRAM ARGUMENT …]: sets up, then runs a program in the folder of the exercises
if (import.meta.main) {
  await main(async () => {
    await setUpTeacher();
    const [name, ...args] = Deno.args;
    const cwd = join(root, "exercises");
    return name ? await runCommand([venvProgram(name), ...args], { cwd, env: jupyterEnv }) : 0;
  });
}
