import { join } from "node:path";
import { main, runCommand } from "../tools/command.ts";
import { jupyterEnv, root, venvProgram } from "../tools/paths.ts";
import { setUpWith } from "../tools/setup.ts";

/** Makes `.venv` complete and adds nbgrader and JupyterHub to it, unless they are there. */
export async function setUpTeacher(): Promise<void> {
  await setUpWith("teacher", "Adding nbgrader and JupyterHub to .venv (once; about half a minute)");
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
