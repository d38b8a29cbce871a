import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { runCommand, UserError } from "./command.ts";
import { sha256 } from "./sha256.ts";
import { jupyterEnv, root, venvProgram } from "./paths.ts";
import { cellSource, type Notebook } from "../lib/notebook/cells.ts";

/** The folder of executed notebooks, which git ignores. */
export const runs: string = join(root, ".tmp", "site", "runs");

// The files that a notebook reads besides its own cells.
const READ = ["lib", "models", "datasets", "data", "deno.json", "pyproject.toml"];

/** Runs the notebooks for the site, `jobs` at a time, unless their last runs are up to date. Throws UserError if one fails. */
export async function freshRuns(paths: string[], jobs = 2): Promise<void> {
  const keys = await keysOf(paths);
  const isStale = async (path: string) =>
    await Deno.readTextFile(keyFile(path)).catch(() => "") !== keys.get(path);
  const stale: string[] = [];
  for (const path of paths) if (await isStale(path)) stale.push(path);
  if (stale.length === 0) return;
  if (await keepRuns(stale, [`--jobs=${jobs}`]) !== 0) {
    throw new UserError("Cannot make the site: a notebook does not run");
  }
}

/**
 * Runs notebooks, keeps the executed ones for the site, and returns the exit code of tools/notebooks.py, which gets the
 * flags. The figures are both live and committed ones, so that one run serves the site and the comparison of --check.
 */
export async function keepRuns(paths: string[], flags: string[]): Promise<number> {
  const keys = await keysOf(paths); // before the run: what changes meanwhile makes it outdated
  await Deno.mkdir(runs, { recursive: true });
  for (const path of paths) {
    for (const old of [runFile(path), keyFile(path)]) await Deno.remove(old).catch(() => {});
  }
  const tool = [venvProgram("python"), join(root, "tools", "notebooks.py"), `--to=${runs}`];
  const env = { ...jupyterEnv, UNROLLED_FIGURES: "both" };
  const code = await runCommand([...tool, ...flags, ...paths], { env });
  for (const path of paths.filter((path) => existsSync(runFile(path)))) {
    await Deno.writeTextFile(keyFile(path), keys.get(path)!);
  }
  return code;
}

const runFile = (path: string) => join(runs, basename(path));
const keyFile = (path: string) => `${runFile(path)}.key`;

/** Returns a hash for each notebook that changes with its cells and with the files that it reads. */
async function keysOf(paths: string[]): Promise<Map<string, string>> {
  const shared = await hashOf(await bytesOf(READ.map((name) => join(root, name))));
  const keys = new Map<string, string>();
  for (const path of paths) {
    const contents = contentsOf(JSON.parse(await Deno.readTextFile(path)));
    keys.set(path, await hashOf([text(shared + contents)]));
  }
  return keys;
}

/** Returns the cells of a notebook, Markdown included, without their outputs. */
export function contentsOf({ cells }: Notebook): string {
  return JSON.stringify(cells.map((cell) => [cell.cell_type, cell.metadata, cellSource(cell)]));
}

/** Reads the files of folders, in the order of their names. */
async function bytesOf(paths: string[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const all: Uint8Array<ArrayBuffer>[] = [];
  for (const path of paths) {
    const { isDirectory } = await Deno.stat(path);
    if (!isDirectory) all.push(text(path), await Deno.readFile(path));
    else {
      const names = [...Deno.readDirSync(path)].map(({ name }) => join(path, name)).sort();
      for (const bytes of await bytesOf(names)) all.push(bytes);
    }
  }
  return all;
}

async function hashOf(parts: Uint8Array<ArrayBuffer>[]): Promise<string> {
  return await sha256(await new Blob(parts).arrayBuffer());
}

const text = (value: string) => new TextEncoder().encode(value);
