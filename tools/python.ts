import { basename, join } from "node:path";
import { isFetching } from "../lib/notebook/environment.ts";
import { captureOutput, linesOf, startCommand, UserError } from "./command.ts";
import { fetchProblem, reasonIn } from "./problems.ts";
import { root, venv, venvProgram } from "./paths.ts";
import { UvProgress } from "./uv_progress.ts";

const NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"];
const OTHER_INDEX = ["PIP_INDEX_URL", "PIP_PYPI_URL", "PIP_NO_INDEX"];
const VERSION_AND_PLACE = "import sys; print(*sys.version_info[:2], sys.prefix)";
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
  throw new UserError(`Cannot make ${basename(folder)}: ${reasonIn(stdout + stderr)}`);
}

/** Returns the version and the place of an environment's Python, or "" if it does not run. */
export async function pythonOf(folder = venv): Promise<string> {
  const command = [venvProgram("python", folder), "-c", VERSION_AND_PLACE];
  return (await captureOutput(command)).stdout.trim();
}

const remove = (folder: string) => Deno.remove(folder, { recursive: true }).catch(() => {});

/** Returns true if the environment was made in this place and has pip: the scripts of a moved one start the old Python. */
async function isComplete(folder: string): Promise<boolean> {
  const settings = await Deno.readTextFile(join(folder, "pyvenv.cfg")).catch(() => "");
  const isHere = settings.split(/\r?\n/).some((line) =>
    line.startsWith("command = ") && line.endsWith(` -m venv ${folder}`)
  );
  return isHere && (await pip(folder, ["--version"])).code === 0;
}

/**
 * Installs a dependency group of pyproject.toml with uv, which is several times faster than pip, or with pip if uv fails or
 * must not be used. Throws UserError if a package cannot be fetched or installed.
 */
export async function installGroup(group: string, folder = venv): Promise<void> {
  const packages = await packagesOf(group), settings = await fetchSettings(folder);
  if (await installWithUv(packages, folder, settings)) return;
  const { code, stdout, stderr } = await pipInstall(folder, settings, ...packages);
  // pip prints to stdout the reason why it cannot fetch a page, and only without --quiet
  if (code !== 0) throw new UserError(fetchProblem("the Python packages", stdout + stderr));
}

/** Returns the requirements of a dependency group. */
async function packagesOf(group: string): Promise<string[]> {
  const project = await Deno.readTextFile(join(root, "pyproject.toml"));
  const [, list] = project.match(new RegExp(`^${group} = \\[([^\\]]*)\\]`, "m")) ?? [];
  if (!list) throw new Error(`Cannot find the dependency group ${group} in pyproject.toml`);
  return Array.from(list.matchAll(/"(.+?)"/g), ([, requirement]) => requirement);
}

/** Returns false if it fails, or if pip is configured for another package index, since uv does not read pip's settings. */
async function installWithUv(
  packages: string[],
  folder: string,
  settings: Record<string, string>,
): Promise<boolean> {
  if (OTHER_INDEX.some((name) => name in settings)) return false;
  const [uv] = (await packagesOf("lab")).filter((name) => name.startsWith("uv=="));
  if (!uv || (await pipInstall(folder, settings, uv)).code !== 0) return false;
  const options = ["--system-certs", "--no-config"]; // a uv.toml above the checkout is another project's
  const python = ["--python", venvProgram("python", folder)];
  const command = [venvProgram("uv", folder), "pip", "install", ...options, ...python];
  const child = startCommand([...command, ...packages], {
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  });
  const progress = new UvProgress();
  for await (const line of linesOf(child.stderr)) {
    const said = progress.read(line);
    if (said) console.error(`  ${said}`);
  }
  return (await child.status).success;
}

/** Installs with pip under the given settings alone: those in pip's files could install elsewhere, or something else. */
function pipInstall(folder: string, settings: Record<string, string>, ...packages: string[]) {
  const env = { ...settings, PIP_CONFIG_FILE: Deno.build.os === "windows" ? "nul" : "/dev/null" };
  return pip(folder, ["install", ...packages], env);
}

/** Returns the settings that say how pip fetches packages, from its files and its variables, as variables. */
async function fetchSettings(folder: string): Promise<Record<string, string>> {
  const { stdout } = await pip(folder, ["config", "list"]);
  const settings: Record<string, string> = {};
  for (const section of ["global", "install", ":env:"]) { // a later one has precedence
    for (const [, from, key, value] of stdout.matchAll(/^([\w:]+)\.([\w-]+)=(['"].*['"])\r?$/gm)) {
      const name = `PIP_${key.toUpperCase().replaceAll("-", "_")}`;
      if (from === section && isFetching(name)) settings[name] = unquote(value);
    }
  }
  return settings;
}

/** Returns the text of a Python string literal, such as 'C:\\\\certificates'. */
function unquote(literal: string): string {
  return literal.slice(1, -1).replaceAll(
    /\\(.)/g,
    (_, letter) => ({ n: "\n", t: "\t", r: "\r" })[letter as string] ?? letter,
  );
}

function pip(folder: string, args: string[], env: Record<string, string> = {}) {
  const command = [venvProgram("python", folder), "-m", "pip", "--disable-pip-version-check"];
  return captureOutput([...command, ...args], { env });
}
