import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { installGroup, makeVenv } from "../../tools/python.ts";

const venv = join(root, ".venv-open");

/** The folder of the programs that the group `open` of pyproject.toml installs. */
export const bin = join(venv, "bin");

/** Installs the programs of these tests. */
export async function installPrograms(): Promise<void> {
  await makeVenv(venv);
  await installGroup("open", venv);
}

/** Runs a program in the checkout and returns what it prints. Throws Error if it fails. */
export async function run(command: string[], options: Deno.CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await captureOutput(command, { cwd: root, ...options });
  if (code !== 0) throw new Error(`${command.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}
