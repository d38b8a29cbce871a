import { join } from "node:path";
import { captureOutput, UserError } from "../tools/command.ts";
import { root, venvProgram } from "../tools/paths.ts";
import { installGroup, makeVenv } from "../tools/python.ts";

/** The Python environment with Dask, for the machine that submits and for workers that share the checkout. */
export const clusterVenv = join(root, ".venv-cluster");

/**
 * Returns the Python that talks to Dask: UNROLLED_PYTHON, whose Dask must fit that of the cluster, or that of
 * `.venv-cluster`, which is made when it is missing. Throws UserError if it has no Dask.
 */
export async function clusterPython(): Promise<string> {
  const chosen = Deno.env.get("UNROLLED_PYTHON"), own = venvProgram("python", clusterVenv);
  if (await hasDask(chosen || own)) return chosen || own;
  if (chosen) {
    throw new UserError(`Cannot use UNROLLED_PYTHON=${chosen}: it cannot import distributed`);
  }
  console.error("Setting up .venv-cluster (once; about half a minute)");
  await makeVenv(clusterVenv);
  await installGroup("cluster", clusterVenv);
  return own;
}

async function hasDask(python: string): Promise<boolean> {
  return (await captureOutput([python, "-c", "import distributed"])).code === 0;
}
