import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { LabServer } from "./lab_server.ts";
import { main, UserError } from "./command.ts";
import { jupyterEnv, requireSpace, root, venvProgram } from "./paths.ts";
import { KERNEL, setUp } from "./setup.ts";
import { trustCommittedNotebooks } from "./trust.ts";
import { copyToWork, WORK } from "./working_copy.ts";

/** Signals that end this program: Ctrl+C, a request to end, and a closed terminal. */
const ENDING: Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Arguments of JupyterLab that are used here, too. */
const OPTIONS = { port: { type: "string" }, "ServerApp.root_dir": { type: "string" } } as const;

/** Opens the course in JupyterLab on this machine, protected by its token; arguments are passed on to JupyterLab. */
async function lab(args: string[]): Promise<number> {
  const given = parseArgs({ args, strict: false, options: OPTIONS }).values;
  checkPort(given.port);
  await setUp();
  await requireSpace(jupyterEnv.JUPYTER_RUNTIME_DIR);
  await trustCommittedNotebooks();
  const served = resolve(`${given["ServerApp.root_dir"] ?? root}`);
  for (const line of await copyToWork(served)) console.error(line);
  const options = [
    "--ServerApp.ip=127.0.0.1",
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
    console.error("No display found: open the address below in a browser");
    options.push("--no-browser");
  }
  if (Deno.build.os !== "windows") options.push(`--ServerApp.terminado_settings=${terminals()}`);
  const page = `lab/tree/${firstPage(served)}`;
  options.push(`--LabApp.default_url=/${page}`);
  // JupyterLab refuses an option that is given twice
  const own = options.filter((option) => !(option.slice(2).split("=")[0] in given));
  const PATH = [dirname(venvProgram("deno")), Deno.env.get("PATH")].join(delimiter); // for its terminals
  const env = { ...jupyterEnv, PATH, UNROLLED_FIGURES: "live" };
  return await serve([venvProgram("jupyter-lab"), ...own, ...args], { cwd: root, env }, page);
}

/** Runs JupyterLab until it ends, or until this program is told to end; prints its address as the last line. */
async function serve(
  command: string[],
  options: Deno.CommandOptions,
  page: string,
): Promise<number> {
  const server = new LabServer(command, options);
  const signals = Deno.build.os === "windows" ? ENDING.slice(0, 1) : ENDING;
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= server.stop();
  };
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  const address = await server.address(page);
  if (address && !stopped) {
    console.error(`Ctrl+C ends JupyterLab and its kernels. Open\n${address}`);
  }
  const { code } = await server.ended;
  for (const signal of signals) Deno.removeSignalListener(signal, stop);
  await stopped;
  return stopped ? 0 : code;
}

/** Returns settings that start terminals with the reader's shell, but not as a login, whose profile can set another PATH. */
function terminals(): string {
  return JSON.stringify({ shell_command: [Deno.env.get("SHELL") || "sh"] });
}

/** Returns the path of the reader's first notebook, or of a folder of notebooks, whose files JupyterLab then shows. */
function firstPage(served: string): string {
  const paths = [`${WORK}/00_start.ipynb`, "notebooks/00_start.ipynb", "notebooks"];
  return paths.find((path) => existsSync(join(served, path))) ?? "";
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
