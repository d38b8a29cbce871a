import { join } from "node:path";
import { main, runCommand, UserError } from "./command.ts";
import { jupyterEnv, notebooks, root, venvProgram } from "./paths.ts";
import { KERNEL, setUp } from "./setup.ts";
import { trustCommittedNotebooks } from "./trust.ts";

/** Opens the course in JupyterLab on this machine, with its token; further arguments go to JupyterLab. */
async function lab(args: string[]): Promise<number> {
  await setUp();
  await trustCommittedNotebooks();
  checkPort(args);
  const options = [
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.root_dir=${root}`,
    `--KernelSpecManager.allowed_kernelspecs=${KERNEL.name}`, // the course has no cell for another
  ];
  if (Deno.build.os !== "windows" && Deno.uid() === 0) {
    console.error(
      "Running as root: JupyterLab allows it here because it listens on 127.0.0.1 only",
    );
    options.push("--allow-root");
  }
  if (!hasDisplay()) {
    console.error("No display found: open the address that JupyterLab prints below in a browser");
    options.push("--no-browser");
  }
  options.push(`--LabApp.default_url=/lab/tree/notebooks${await firstPage()}`);
  const asked = new Set(args.map(nameOf)); // JupyterLab refuses an option that is given twice
  const own = options.filter((option) => !asked.has(nameOf(option)));
  return await runCommand([venvProgram("jupyter-lab"), ...own, ...args], {
    cwd: root,
    env: { ...jupyterEnv, UNROLLED_FIGURES: "live" },
  });
}

const nameOf = (option: string) => option.split("=")[0];

/** The course opens at its first notebook; a folder of exercises alone shows its files. */
async function firstPage(): Promise<string> {
  const path = "00_start.ipynb";
  return await Deno.stat(join(notebooks, path)).then(() => `/${path}`, () => "");
}

/** Where a port was asked for by name and is none, or is taken, says so; without one, JupyterLab looks for a free one. */
function checkPort(args: string[]): void {
  const asked = args.find((arg) => arg.startsWith("--port="))?.slice(7);
  if (asked === undefined) return;
  const port = Number(asked);
  if (!/^\d+$/.test(asked) || port > 65535) {
    throw new UserError(`Cannot listen on port ${asked}: a port is a whole number up to 65535`);
  }
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new UserError(
      `Cannot listen on port ${port}: it is taken; choose another with --port=${port + 1}`,
    );
  }
}

function hasDisplay(): boolean {
  if (Deno.build.os !== "linux") return true;
  return Boolean(
    Deno.env.get("DISPLAY") || Deno.env.get("WAYLAND_DISPLAY") || Deno.env.get("BROWSER"),
  );
}

await main(() => lab(Deno.args));
