import { delimiter, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { main, runCommand, UserError } from "./command.ts";
import { jupyterEnv, notebooks, requireSpace, root, venvProgram } from "./paths.ts";
import { KERNEL, setUp } from "./setup.ts";
import { trustCommittedNotebooks } from "./trust.ts";

/** Opens the course in JupyterLab on this machine, protected by its token; arguments are passed on to JupyterLab. */
async function lab(args: string[]): Promise<number> {
  const given = parseArgs({ args, strict: false, options: { port: { type: "string" } } }).values;
  checkPort(given.port);
  await setUp();
  await requireSpace(jupyterEnv.JUPYTER_RUNTIME_DIR);
  await trustCommittedNotebooks();
  const options = [
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.answer_yes=True", // Ctrl+C ends the kernels too, where a question would be left without an answer
    `--ServerApp.root_dir=${root}`,
    "--LanguageServerManager.autodetect=False", // it lists the servers that are not installed, below the address
    `--KernelSpecManager.allowed_kernelspecs=${KERNEL.name}`, // no notebook of the course is for another
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
  // JupyterLab refuses an option that is given twice
  const own = options.filter((option) => !(option.slice(2).split("=")[0] in given));
  const PATH = [dirname(venvProgram("deno")), Deno.env.get("PATH")].join(delimiter); // for its terminals
  return await runCommand([venvProgram("jupyter-lab"), ...own, ...args], {
    cwd: root,
    env: { ...jupyterEnv, PATH, UNROLLED_FIGURES: "live" },
  });
}

/** Returns the path of the first notebook; in a folder of exercises alone, none, and JupyterLab shows the files. */
async function firstPage(): Promise<string> {
  const path = "00_start.ipynb";
  return await Deno.stat(join(notebooks, path)).then(() => `/${path}`, () => "");
}

/** Throws UserError if a port is given that is not a number or is taken; without one, JupyterLab finds a free one. */
function checkPort(given: string | boolean | undefined): void {
  if (typeof given !== "string") return;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65535) {
    throw new UserError(`Cannot listen on port ${given}: expected an integer from 0 to 65535`);
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
