import { join } from "node:path";
import { follow, main } from "../tools/command.ts";
import { jupyterEnv, program, root, venv } from "../tools/place.ts";
import { installPackages, madeFrom, setUp } from "../tools/setup.ts";

const marker = join(venv, "teacher.txt");

/** Sets up `.venv` and adds nbgrader and JupyterHub to it; does nothing if they are there already. */
export async function setUpTeacher(): Promise<void> {
  await setUp();
  const state = await madeFrom("requirements.txt", "requirements-teacher.txt");
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
    return name ? await follow([program(name), ...args], { cwd, env: jupyterEnv }) : 0;
  });
}
