import { join } from "node:path";
import { copyFolder } from "../../tools/files.ts";
import { root } from "../../tools/paths.ts";

/** What a command printed, both streams in one, and its exit code. */
export interface Outcome {
  code: number;
  text: string;
}

/** A fresh folder inside the checkout, which git ignores; the caller removes it. */
export async function scratch(): Promise<string> {
  await Deno.mkdir(join(root, ".tmp"), { recursive: true });
  return await Deno.makeTempDir({ dir: join(root, ".tmp") });
}

/** A copy of what the set-up reads, so that it makes another `.venv` than the one in use. */
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

/** A program of the given name that runs a shell script, alone in its folder; the folder is a PATH. */
export async function programIn(folder: string, name: string, script: string): Promise<string> {
  const bin = join(folder, "bin");
  await Deno.mkdir(bin, { recursive: true });
  await Deno.writeTextFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return bin;
}
