import { dirname, join } from "node:path";
import { captureOutput, main, runCommand, UserError } from "./command.ts";
import { TESTED_DENO } from "../lib/notebook/other_kernel.ts";
import { sha256 } from "./files.ts";
import { jupyterEnv, root, venv, venvProgram } from "./paths.ts";
import { fetchProblem } from "./problems.ts";
import { installGroup, makeVenv, pythonOf } from "./python.ts";

/** The kernel's name in the notebooks, and its name in JupyterLab. */
export const KERNEL = { name: "unrolled", display_name: `Unrolled (Deno ${TESTED_DENO})` };

const COMMAND = "static/run_all_and_check.js";
const LAB_FILES = [
  ...["pyproject.toml", "deno.json", "deno.lock", "tools/setup.ts", "tools/python.ts"],
  "lib/notebook/other_kernel.ts",
  `tools/labextension/${COMMAND}`,
];

/**
 * Makes `.venv` complete: JupyterLab, the kernel and the library's npm packages. Returns at once if it is up to date, and
 * repairs one that is incomplete or outdated. Throws UserError if something is missing on the machine.
 */
export async function setUp(): Promise<void> {
  await once("lab", LAB_FILES, "Setting up .venv (once; about a minute)", async () => {
    await makeVenv();
    await installGroup("lab");
    await writeKernel();
    await writeLabConfig();
    await installCommand();
    await writeLanguageServer();
    await fetchLibrary();
  });
}

/** Makes `.venv` complete and adds a dependency group to it, unless it is there. */
export async function setUpWith(group: string, message: string): Promise<void> {
  await setUp();
  await once(group, LAB_FILES, message, () => installGroup(group));
}

/** Does a step of the set-up, unless a marker in `.venv` says that it was done from the same files in the same place. */
export async function once(
  name: string,
  files: string[],
  message: string,
  step: () => Promise<void>,
): Promise<void> {
  const marker = join(venv, `${name}.txt`);
  if (await readIfThere(marker) === await fingerprint(files)) return;
  console.error(message);
  await step();
  await Deno.writeTextFile(marker, await fingerprint(files));
}

/**
 * Returns a hash that changes with the files, with the checkout's path, and with the Python of `.venv`, which an
 * upgrade of the system can remove or replace.
 */
async function fingerprint(files: string[]): Promise<string> {
  const texts = files.map((name) => readIfThere(join(root, name)));
  const text = [root, await pythonOf(), ...await Promise.all(texts)].join("\n");
  return await sha256(new TextEncoder().encode(text));
}

const readIfThere = (path: string) => Deno.readTextFile(path).catch(() => "");

async function writeKernel(): Promise<void> {
  const folder = join(venv, "share", "jupyter", "kernels", KERNEL.name);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.mkdir(jupyterEnv.JUPYTER_RUNTIME_DIR, { recursive: true });
  const kernel = {
    argv: [venvProgram("deno"), "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: KERNEL.display_name,
    language: "typescript",
    interrupt_mode: "message", // without it an interrupt kills the kernel with its state
    // JupyterLab may have been started elsewhere, with variables of the user that color outputs or change the kernel
    env: {
      NO_COLOR: "1",
      FORCE_COLOR: "",
      NODE_OPTIONS: "",
      DENO_V8_FLAGS: "--max-old-space-size=4096,--expose-gc",
    },
  };
  await writeJson(join(folder, "kernel.json"), kernel);
}

/** Turns off JupyterLab's question whether it may fetch news, which would come up in the middle of the first notebook. */
async function writeLabConfig(): Promise<void> {
  await writeJson(join(jupyterEnv.JUPYTER_CONFIG_DIR, "labconfig", "page_config.json"), {
    disabledExtensions: {
      "@jupyterlab/apputils-extension:announcements": true,
      "jupyterlab-jupytext": true, // it fills the launcher, and the tools call jupytext themselves
    },
  });
}

/** Installs the extension with the command "Run all and check", which is plain JavaScript and needs no build. */
async function installCommand(): Promise<void> {
  const from = join(root, "tools", "labextension");
  const to = join(jupyterEnv.JUPYTER_DATA_DIR, "labextensions", "unrolled");
  await Deno.mkdir(join(to, "static"), { recursive: true });
  for (const name of ["package.json", COMMAND]) {
    await Deno.copyFile(join(from, name), join(to, name));
  }
}

/** Registers `deno lsp`, behind tools/lsp.ts, as a language server of JupyterLab, which shows type errors while one types. */
async function writeLanguageServer(): Promise<void> {
  const deno = {
    argv: [venvProgram("deno"), "run", "-A", "--quiet", join(root, "tools", "lsp.ts")],
    languages: ["x.typescript"], // JupyterLab derives it from the kernel's text/x.typescript
    mime_types: ["text/x.typescript"],
    version: 2,
    display_name: "Deno",
    requires_documents_on_disk: false,
  };
  const server = { LanguageServerManager: { language_servers: { deno } } };
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

/** Fetches the npm packages into Deno's cache, so that the kernel needs no network. */
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
    throw new UserError(fetchProblem("the library's packages", done.stderr));
  }
}

// deno run -A tools/setup.ts [PROGRAM ARGUMENT …] sets up, then runs a program of the environment
if (import.meta.main) {
  await main(async () => {
    await setUp();
    const [name, ...args] = Deno.args;
    return name
      ? await runCommand([venvProgram(name), ...args], { cwd: root, env: jupyterEnv })
      : 0;
  });
}
