import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** The folder of the notebooks, where the kernel runs. */
export const notebooks = join(root, "notebooks");

/** The Python environment of the checkout, which holds JupyterLab, the kernel's Deno and what Jupyter writes. */
export const venv = join(root, ".venv");

/** A program of the environment; Windows keeps them elsewhere under another name. */
export function venvProgram(name: string): string {
  return Deno.build.os === "windows"
    ? join(venv, "Scripts", `${name}.exe`)
    : join(venv, "bin", name);
}

/** Environment variables that keep what Jupyter reads and writes inside the checkout. */
export const jupyterEnv: Record<string, string> = {
  JUPYTER_RUNTIME_DIR: join(venv, "share", "jupyter", "runtime"),
  JUPYTER_DATA_DIR: join(venv, "share", "jupyter"),
  JUPYTER_CONFIG_DIR: join(venv, "etc", "jupyter"),
  JUPYTERLAB_SETTINGS_DIR: join(venv, "etc", "jupyter", "lab", "user-settings"),
  JUPYTERLAB_WORKSPACES_DIR: join(venv, "etc", "jupyter", "lab", "workspaces"),
  IPYTHONDIR: join(venv, "etc", "ipython"),
};

/** A new folder for what is thrown away: in the checkout, or where TMPDIR says that there is room. */
export async function temporaryFolder(name: string): Promise<string> {
  const dir = Deno.env.get("TMPDIR") ?? join(root, ".tmp");
  await Deno.mkdir(dir, { recursive: true });
  return await Deno.makeTempDir({ dir, prefix: `${name}-` });
}
