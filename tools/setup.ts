import { dirname, join } from "node:path";
import { captureOutput, main, runCommand, UserError } from "./command.ts";
import { sha256 } from "./files.ts";
import { jupyterEnv, root, venv, venvProgram } from "./paths.ts";
import { findPython } from "./python.ts";

/** The kernel's name in the notebooks, and how JupyterLab shows it. */
export const KERNEL = { name: "unrolled", display_name: "Unrolled (Deno 2.8.1)" };

const marker = join(venv, "set-up.txt");

const COMMAND = "static/run_all_and_check.js";
const MADE_FROM = [
  "requirements.txt",
  "deno.json",
  "deno.lock",
  "tools/setup.ts",
  `tools/labextension/${COMMAND}`,
];

/**
 * Makes `.venv` complete: packages, kernel, the library's npm packages; at once where it is already.
 * A half-made or outdated one is made anew. Throws a UserError where something is missing on the machine.
 */
export async function setUp(): Promise<void> {
  const state = await fingerprint(...MADE_FROM);
  if (await Deno.readTextFile(marker).catch(() => "") === state) return;
  console.error("Setting up .venv (once; about two minutes)");
  await makeVenv();
  await installPackages("requirements.txt");
  await writeKernel();
  await writeLabConfig();
  await installCommand();
  await writeLanguageServer();
  await fetchLibrary();
  await Deno.writeTextFile(marker, state);
}

/** What the environment is made from: a change of any of these files, or of the folder's place, means anew. */
export async function fingerprint(...files: string[]): Promise<string> {
  const read = (name: string) => Deno.readTextFile(join(root, name)).catch(() => "");
  const text = [root, ...await Promise.all(files.map(read))].join("\n");
  return await sha256(new TextEncoder().encode(text));
}

async function makeVenv(): Promise<void> {
  if (await isHere() && await hasPip()) return;
  const python = await findPython();
  await Deno.remove(venv, { recursive: true }).catch(() => {});
  const made = await captureOutput([...python, "-m", "venv", venv]);
  if (made.code === 0) return;
  await Deno.remove(venv, { recursive: true }).catch(() => {});
  if (/ensurepip|No module named venv/.test(made.stdout + made.stderr)) {
    throw new UserError(
      "Cannot make .venv: Python's venv module is missing; install it (Debian: apt install python3-venv)",
    );
  }
  throw new UserError(`Cannot make .venv: ${lastLine(made.stderr)}`);
}

/** Whether the environment was made where it lies: in a moved or copied one the programs' first lines name the old place. */
async function isHere(): Promise<boolean> {
  const settings = await Deno.readTextFile(join(venv, "pyvenv.cfg")).catch(() => "");
  return settings.split(/\r?\n/).some((line) =>
    line.startsWith("command = ") && line.endsWith(` -m venv ${venv}`)
  );
}

async function hasPip(): Promise<boolean> {
  return (await captureOutput([venvProgram("python"), "-m", "pip", "--version"])).code === 0;
}

/** Installs the packages that a file of the checkout lists; throws a UserError where that can't be done. */
export async function installPackages(file: string): Promise<void> {
  const pip = [
    venvProgram("python"),
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
  ];
  const done = await captureOutput([...pip, "-r", join(root, file)]);
  if (done.code === 0) return;
  if (/connection|resolve|Network|timed out|No matching distribution/i.test(done.stderr)) {
    throw new UserError("Cannot fetch the Python packages: check the network and start again");
  }
  throw new UserError(`Cannot install the Python packages: ${lastLine(done.stderr)}`);
}

async function writeKernel(): Promise<void> {
  const folder = join(venv, "share", "jupyter", "kernels", KERNEL.name);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.mkdir(jupyterEnv.JUPYTER_RUNTIME_DIR, { recursive: true });
  const kernel = {
    argv: [venvProgram("deno"), "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: KERNEL.display_name,
    language: "typescript",
    interrupt_mode: "message", // without it an interrupt kills the kernel with its state
    env: { NO_COLOR: "1", DENO_V8_FLAGS: "--max-old-space-size=4096,--expose-gc" },
  };
  await Deno.writeTextFile(join(folder, "kernel.json"), JSON.stringify(kernel, null, 2) + "\n");
}

/** Keeps JupyterLab from asking, in the middle of the first notebook, whether it may fetch news. */
async function writeLabConfig(): Promise<void> {
  const folder = join(jupyterEnv.JUPYTER_CONFIG_DIR, "labconfig");
  await Deno.mkdir(folder, { recursive: true });
  const config = {
    disabledExtensions: {
      "@jupyterlab/apputils-extension:announcements": true,
      "jupyterlab-jupytext": true, // it fills the launcher, and the tools call jupytext themselves
    },
  };
  await Deno.writeTextFile(
    join(folder, "page_config.json"),
    JSON.stringify(config, null, 2) + "\n",
  );
}

/** Gives JupyterLab the command "Run all and check"; it is shipped as JupyterLab loads it, so nothing is built. */
async function installCommand(): Promise<void> {
  const from = join(root, "tools", "labextension");
  const to = join(jupyterEnv.JUPYTER_DATA_DIR, "labextensions", "unrolled");
  await Deno.mkdir(join(to, "static"), { recursive: true });
  for (const name of ["package.json", COMMAND]) {
    await Deno.copyFile(join(from, name), join(to, name));
  }
}

/** Types while a student writes: `deno lsp`, by tools/lsp.ts, for JupyterLab's language server extension. */
async function writeLanguageServer(): Promise<void> {
  const deno = {
    argv: [venvProgram("deno"), "run", "-A", "--quiet", join(root, "tools", "lsp.ts")],
    languages: ["x.typescript"], // what JupyterLab makes of the kernel's text/x.typescript
    mime_types: ["text/x.typescript"],
    version: 2,
    display_name: "Deno",
    requires_documents_on_disk: false,
  };
  const server = { LanguageServerManager: { autodetect: false, language_servers: { deno } } };
  await writeJson(join(venv, "etc", "jupyter", "jupyter_server_config.d", "deno-lsp.json"), server);
  const settings = {
    "@jupyterlab/lsp-extension:plugin": { activate: "on" },
    "@jupyter-lsp/jupyterlab-lsp:hover": { autoActivate: true },
  };
  await writeJson(join(venv, "share", "jupyter", "lab", "settings", "overrides.json"), settings);
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, JSON.stringify(value, null, 2) + "\n");
}

/** Brings the npm packages into Deno's cache, so that the kernel needs no network. */
async function fetchLibrary(): Promise<void> {
  const entries =
    `import "rnn"; import "rnn/notebook"; import "./tools/lsp.ts"; import { barChart } from "rnn/plot";
    const figure = barChart([1], { labels: ["a"], title: "t", x: "x", y: "y" });
    await figure[Symbol.for("Jupyter.display")]();`;
  const done = await captureOutput([venvProgram("deno"), "eval", "--no-check", entries], {
    cwd: root,
    env: { UNROLLED_FIGURES: "committed" },
  });
  if (done.code !== 0) {
    throw new UserError(
      `Cannot load the library: ${lastLine(done.stderr)}; check the network and start again`,
    );
  }
}

/** The last line of what a program printed: where it says what went wrong. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

// deno run -A tools/setup.ts [PROGRAM ARGUMENT …]: sets up, then runs a program of the environment
if (import.meta.main) {
  await main(async () => {
    await setUp();
    const [name, ...args] = Deno.args;
    return name
      ? await runCommand([venvProgram(name), ...args], { cwd: root, env: jupyterEnv })
      : 0;
  });
}
