import { captureOutput } from "../../tools/command.ts";

/** Installs a package with apt unless its programs are there. Throws Error if it cannot; it needs Debian and root. */
export async function install(programs: string[], packages: string[]): Promise<void> {
  const found = await Promise.all(
    programs.map((name) => captureOutput(["sh", "-c", `command -v ${name}`])),
  );
  if (found.every(({ code }) => code === 0)) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await captureOutput(["apt-get", "update"], { env });
  const command = ["apt-get", "install", "--yes", "--no-install-recommends", ...packages];
  const { code, stderr } = await captureOutput(command, { env });
  if (code !== 0) throw new Error(`Cannot install ${packages.join(", ")}: ${stderr}`);
}

/** Waits until a condition holds. Throws Error after a minute. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Cannot wait for ${what}: a minute has passed`);
}
