import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureOutput, UserError } from "./command.ts";

/**
 * Returns the path of the first of some programs in the search path. As root on Debian, installs a package if there is
 * none. Throws UserError if there is none then.
 */
export async function findProgram(names: string[], inPackage: string): Promise<string> {
  const found = await inPath(names);
  if (found) return found;
  if (Deno.build.os === "linux" && Deno.uid() === 0) await install(inPackage);
  const installed = await inPath(names);
  if (installed) return installed;
  throw new UserError(`Cannot find ${names[0]}: install it (Debian: apt install ${inPackage})`);
}

async function inPath(names: string[]): Promise<string | undefined> {
  for (const name of names) {
    const { code, stdout } = await captureOutput(["which", name]);
    if (code === 0) return stdout.trim();
  }
}

/** Installs a package; test files that run at the same time install one after the other. */
async function install(name: string): Promise<void> {
  const script = `apt-get update; apt-get install --yes --no-install-recommends ${name}`;
  const command = ["flock", join(tmpdir(), "unrolled-apt"), "sh", "-c", script];
  await captureOutput(command, { env: { DEBIAN_FRONTEND: "noninteractive" } });
}

/** The names of Chromium and its kin. */
export const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
