import { follow, main } from "./command.ts";
import { jupyterEnv, program, root } from "./place.ts";
import { setUp } from "./setup.ts";

await main(async () => {
  await setUp();
  return await follow([program("python"), "tools/notebooks.py", ...Deno.args], {
    cwd: root,
    env: { ...jupyterEnv, UNROLLED_FIGURES: "committed" },
  });
});
