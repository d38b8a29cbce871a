import { main, runCommand } from "./command.ts";
import { jupyterEnv, root, venvProgram } from "./paths.ts";
import { setUp } from "./setup.ts";

await main(async () => {
  await setUp();
  return await runCommand([venvProgram("python"), "tools/notebooks.py", ...Deno.args], {
    cwd: root,
    env: { ...jupyterEnv, UNROLLED_FIGURES: "committed" },
  });
});
