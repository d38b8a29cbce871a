import { join } from "node:path";
import { copyFolder } from "../../tools/files.ts";
import { root } from "../../tools/paths.ts";

/** Exit code of a command and what it printed, both streams joined. */
export interface Outcome {
  code: number;
  text: string;
}

/** Makes a temporary folder in the checkout, below its deno.json; the caller removes it. */
export async function scratch(): Promise<string> {
  await Deno.mkdir(join(root, ".tmp"), { recursive: true });
  return await Deno.makeTempDir({ dir: join(root, ".tmp") });
}

/** Copies the files that the set-up reads, so that it makes another `.venv` than the one in use. */
export async function copyOfCheckout(): Promise<string> {
  const folder = await scratch();
  for (const name of ["deno.json", "deno.lock", "pyproject.toml"]) {
    await Deno.copyFile(join(root, name), join(folder, name));
  }
  await copyFolder(join(root, "tools"), join(folder, "tools"));
  for (const name of ["lib", "models", "datasets"]) {
    await copyFolder(join(root, name), join(folder, name));
  }
  return folder;
}

/** Copies the grader and the exercises, so that a test can change a model solution. */
export async function copyOfGrader(): Promise<string> {
  const folder = await scratch();
  for (const name of ["deno.json", "deno.lock"]) {
    await Deno.copyFile(join(root, name), join(folder, name));
  }
  for (const name of ["lib", "grading", "exercises", "scheduler", "tools"]) {
    await copyFolder(join(root, name), join(folder, name), (name) => name !== "assembly");
  }
  return folder;
}

/** Runs a tool of a checkout with this Deno. */
export async function runTool(
  folder: string,
  tool: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<Outcome> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(folder, tool), ...args],
    cwd: folder,
    env: { NO_COLOR: "1", ...env },
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** Writes a shell script as a program of the given name, and returns the folder that holds only it, to be used as PATH. */
export async function programIn(folder: string, name: string, script: string): Promise<string> {
  const bin = join(folder, "bin");
  await Deno.mkdir(bin, { recursive: true });
  await Deno.writeTextFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return bin;
}
