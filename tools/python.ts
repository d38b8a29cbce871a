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

/**
 * Installs a dependency group of pyproject.toml with uv, which is several times faster than pip, or with pip if uv fails or
 * must not be used. Throws UserError if a package cannot be fetched or installed.
 */
export async function installGroup(group: string, folder = venv): Promise<void> {
  const packages = await packagesOf(group);
  if (await installWithUv(packages, folder)) return;
  const { code, stderr } = await pip(folder, "install", "--quiet", ...packages);
  if (code === 0) return;
  if (/connection|resolve|network|timed out|No matching distribution/i.test(stderr)) {
    throw new UserError("Cannot fetch the Python packages: check the network and start again");
  }
  throw new UserError(`Cannot install the Python packages: ${lastLine(stderr)}`);
}

/** Returns the requirements of a dependency group. */
async function packagesOf(group: string): Promise<string[]> {
  const project = await Deno.readTextFile(join(root, "pyproject.toml"));
  const [, list] = project.match(new RegExp(`^${group} = \\[([^\\]]*)\\]`, "m")) ?? [];
  if (!list) throw new Error(`Cannot find the dependency group ${group} in pyproject.toml`);
  return Array.from(list.matchAll(/"(.+?)"/g), ([, requirement]) => requirement);
}

/** Returns false if it fails, or if pip is configured for another package index, since uv does not read pip's settings. */
async function installWithUv(packages: string[], folder: string): Promise<boolean> {
  const { stdout } = await pip(folder, "config", "list");
  if (/\.(index-url|no-index)=/.test(stdout)) return false;
  const [uv] = (await packagesOf("lab")).filter((name) => name.startsWith("uv=="));
  if ((await pip(folder, "install", "--quiet", uv)).code !== 0) return false;
  const command = [venvProgram("uv", folder), "pip", "install", "--quiet", "--system-certs"];
  const python = ["--python", venvProgram("python", folder)];
  return (await captureOutput([...command, ...python, ...packages])).code === 0;
}

/** Runs pip in an environment, without settings of the user that would install elsewhere. */
function pip(folder: string, ...args: string[]) {
  const command = [venvProgram("python", folder), "-m", "pip", "--disable-pip-version-check"];
  const env = { PIP_USER: "0", PIP_TARGET: "", PIP_PREFIX: "" };
  return captureOutput([...command, ...args], { env });
}
