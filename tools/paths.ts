import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "./command.ts";

/** The checkout. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** The folder of the notebooks, in which their kernels run. */
export const notebooks = join(root, "notebooks");

/** The Python environment of the checkout, with JupyterLab, the kernel's Deno and the files that Jupyter writes. */
export const venv = join(root, ".venv");

/** Returns the path of a program in a Python environment. */
export function venvProgram(name: string, folder = venv): string {
  return Deno.build.os === "windows"
    ? join(folder, "Scripts", `${name}.exe`)
    : join(folder, "bin", name);
}

/** Environment variables that keep the files of Jupyter inside the checkout. */
export const jupyterEnv: Record<string, string> = {
  JUPYTER_RUNTIME_DIR: join(venv, "share", "jupyter", "runtime"),
  JUPYTER_DATA_DIR: join(venv, "share", "jupyter"),
  JUPYTER_CONFIG_DIR: join(venv, "etc", "jupyter"),
  JUPYTERLAB_SETTINGS_DIR: join(venv, "etc", "jupyter", "lab", "user-settings"),
  JUPYTERLAB_WORKSPACES_DIR: join(venv, "etc", "jupyter", "lab", "workspaces"),
  IPYTHONDIR: join(venv, "etc", "ipython"),
};

/**
 * Creates a new temporary folder in TMPDIR or, if that is not set, in the checkout's .tmp; the caller removes it.
 * Throws UserError if nothing can be written there.
 */
export async function temporaryFolder(name: string): Promise<string> {
  const dir = Deno.env.get("TMPDIR") || join(root, ".tmp");
  try {
    await requireSpace(dir);
    return await Deno.makeTempDir({ dir, prefix: `${name}-` });
  } catch {
    throw new UserError(
      `Cannot write temporary files in ${dir}: set TMPDIR to a folder that you can write to, with free space`,
    );
  }
}

/**
 * Creates a folder unless it exists. Throws the system's error if the folder cannot be written, or the disk is full.
 */
export async function requireSpace(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, `space-${crypto.randomUUID()}`);
  try {
    await Deno.writeFile(path, new Uint8Array(1e5));
  } finally {
    await Deno.remove(path).catch(() => {});
  }
}
