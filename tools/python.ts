import { basename, join } from "node:path";
import { captureOutput, lastLine, UserError } from "./command.ts";
import { root, venv, venvProgram } from "./paths.ts";

const NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"];
const PROBE = 'import sys; print("%d.%d" % sys.version_info[:2])';

/** Returns the command of a Python 3.11 or newer. Throws UserError if there is none, or only an older one. */
export async function findPython(): Promise<string[]> {
  const names = NAMES.map((name) => [name]);
  let older = "";
  for (const name of Deno.build.os === "windows" ? [["py", "-3"], ...names] : names) {
    const { code, stdout } = await captureOutput([...name, "-c", PROBE]);
    const version = stdout.trim();
    if (code !== 0 || !/^\d+\.\d+$/.test(version)) continue;
    const [major, minor] = version.split(".").map(Number);
    if (major > 3 || (major === 3 && minor >= 11)) return name;
    older = version;
  }
  if (older) {
    throw new UserError(`Cannot use Python ${older}: install Python 3.11 or newer and start again`);
  }
  throw new UserError("Cannot find Python: install Python 3.11 or newer and start again");
}

/** Makes a virtual environment, unless a working one is there. Throws UserError if Python or its venv module is missing. */
export async function makeVenv(folder = venv): Promise<void> {
  if (await isComplete(folder)) return;
  const python = await findPython();
  await remove(folder);
  const { code, stdout, stderr } = await captureOutput([...python, "-m", "venv", folder]);
  if (code === 0) return;
  await remove(folder);
  if (/ensurepip|No module named venv/.test(stdout + stderr)) {
    throw new UserError(
      `Cannot make ${
        basename(folder)
      }: Python's venv module is missing; install it (Debian: apt install python3-venv)`,
    );
  }
  throw new UserError(`Cannot make ${basename(folder)}: ${lastLine(stderr)}`);
}

const remove = (folder: string) => Deno.remove(folder, { recursive: true }).catch(() => {});

/** Returns true if the environment was made in this place and has pip: the scripts of a moved one start the old Python. */
async function isComplete(folder: string): Promise<boolean> {
  const settings = await Deno.readTextFile(join(folder, "pyvenv.cfg")).catch(() => "");
  const isHere = settings.split(/\r?\n/).some((line) =>
    line.startsWith("command = ") && line.endsWith(` -m venv ${folder}`)
  );
  return isHere && (await pip(folder, "--version")).code === 0;
}

/** Installs a dependency group of pyproject.toml with uv. Throws UserError if it cannot be fetched or installed. */
export async function installGroup(group: string, folder = venv): Promise<void> {
  const project = await Deno.readTextFile(join(root, "pyproject.toml"));
  const [pin] = project.match(/uv==[\d.]+/) ?? [];
  if (!pin) throw new Error("Cannot find the pinned version of uv in pyproject.toml");
  check(await pip(folder, "install", "--quiet", pin));
  const uv = [venvProgram("uv", folder), "pip", "install", "--quiet", "--system-certs"];
  const target = ["--python", venvProgram("python", folder), "--group", group];
  const env = await packageIndex(folder);
  check(await captureOutput([...uv, ...target], { cwd: root, env }));
}

/** Returns uv's variable for the package index that pip is configured to use, since uv does not read pip's settings. */
async function packageIndex(folder: string): Promise<Record<string, string>> {
  const { stdout } = await pip(folder, "config", "list");
  const index = stdout.match(/\.index-url='(.+)'/)?.[1];
  return index && !Deno.env.has("UV_DEFAULT_INDEX") ? { UV_DEFAULT_INDEX: index } : {};
}

function pip(folder: string, ...args: string[]) {
  const command = [venvProgram("python", folder), "-m", "pip", "--disable-pip-version-check"];
  return captureOutput([...command, ...args]);
}

function check({ code, stderr }: { code: number; stderr: string }): void {
  if (code === 0) return;
  if (/connection|resolve|network|timed out|failed to fetch|No matching/i.test(stderr)) {
    throw new UserError("Cannot fetch the Python packages: check the network and start again");
  }
  throw new UserError(`Cannot install the Python packages: ${lastLine(stderr)}`);
}
