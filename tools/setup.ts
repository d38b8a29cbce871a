import { dirname, join } from "node:path";
import { captureOutput, main, runCommand, UserError } from "./command.ts";
import { TESTED_DENO } from "../lib/notebook/other_kernel.ts";
import { copyFolder } from "./files.ts";
import { sha256 } from "./sha256.ts";
import { jupyterEnv, root, venv, venvProgram } from "./paths.ts";
import { fetchProblem } from "./problems.ts";
import { installGroup, makeVenv, pythonOf } from "./python.ts";

/** The kernel's name in the notebooks, and its name in JupyterLab. */
export const KERNEL = { name: "unrolled", display_name: `Unrolled (Deno ${TESTED_DENO})` };

/** Extensions of JupyterLab, which are plain JavaScript and need no build. */
const EXTENSIONS = {
  run_all: ["package.json", "static/report.js", "static/run_all_and_check.js"],
  own_copies: ["package.json", "static/own_copies.js"],
  tidy_errors: ["package.json", "static/tidy_errors.js"],
  elapsed: ["package.json", "static/elapsed.js"],
};
/** Files that the set-up reads or registers, by their path in the checkout; it is repeated when one of them changes. */
export const LAB_FILES = [
  ...["pyproject.toml", "deno.json", "deno.lock", "tools/setup.ts", "tools/python.ts"],
  "lib/notebook/other_kernel.ts",
  "tools/kernel.py",
  ...Object.entries(EXTENSIONS).flatMap(([folder, names]) =>
    names.map((name) => `tools/labextension/${folder}/${name}`)
  ),
];

/**
 * Makes `.venv` complete: JupyterLab, the kernel and the library's npm packages. Returns at once if it is up to date, and
 * repairs one that is incomplete or outdated. Throws UserError if something is missing on the machine.
 */
export async function setUp(): Promise<void> {
  await once("lab", LAB_FILES, "Setting up .venv (once; about a minute)", async () => {
    for (const [n, [what, step]] of STEPS.entries()) {
      console.error(`${n + 1} of ${STEPS.length}: ${what}`);
      await step();
    }
  });
}

const STEPS: [string, () => Promise<unknown>][] = [
  ["Python's virtual environment", () => makeVenv()],
  ["JupyterLab and its Python packages", () => installGroup("lab")],
  [
    "the kernel, and JupyterLab's settings and extensions",
    () =>
      Promise.all([writeKernel(), writeLabConfig(), installExtensions(), writeLanguageServer()]),
  ],
  ["the library's npm packages", fetchLibrary],
];

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
  const isDone = async () => await readIfThere(marker) === await fingerprint(files);
  if (await isDone()) return;
  await Deno.mkdir(join(root, ".tmp"), { recursive: true });
  using lock = await Deno.open(join(root, ".tmp", "setup.lock"), { create: true, write: true });
  await lock.lock(true); // another set-up may be at work in this folder
  if (await isDone()) return;
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
  const deno = venvProgram("deno"), isWindows = Deno.build.os === "windows";
  const kernel = {
    argv: isWindows // where there are no signals: there, a cell that awaits something cannot be stopped
      ? [deno, "jupyter", "--kernel", "--conn", "{connection_file}"]
      : [venvProgram("python"), join(root, "tools", "kernel.py"), deno, "{connection_file}"],
    display_name: KERNEL.display_name,
    language: "typescript",
    interrupt_mode: isWindows ? "message" : "signal", // a signal to the kernel itself would end it
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

/** Settings of JupyterLab that differ from its defaults; a reader can change them in its menu. */
const SETTINGS = {
  "@jupyterlab/lsp-extension:plugin": { activate: "on" },
  "@jupyter-lsp/jupyterlab-lsp:hover": { autoActivate: true },
  "@jupyter-lsp/jupyterlab-lsp:completion": { caseSensitive: false }, // so that matr finds Matrix
  "@jupyterlab/completer-extension:manager": { providerTimeout: 5000 }, // milliseconds, for the first answer of the server
  "@jupyterlab/notebook-extension:tracker": { codeCellConfig: { lineWrap: true } }, // no cell needs a scroll bar
  // a link to README.md shows the text and its links, not the source
  "@jupyterlab/docmanager-extension:plugin": { defaultViewers: { markdown: "Markdown Preview" } },
};

/** Writes the settings, and turns off what would come up in the middle of the first notebook or fill the launcher. */
async function writeLabConfig(): Promise<void> {
  await writeJson(join(jupyterEnv.JUPYTER_CONFIG_DIR, "labconfig", "page_config.json"), {
    disabledExtensions: {
      "@jupyterlab/apputils-extension:announcements": true, // the question whether it may fetch news
      "jupyterlab-jupytext": true, // the tools call jupytext themselves
    },
  });
  await writeJson(join(venv, "share", "jupyter", "lab", "settings", "overrides.json"), SETTINGS);
}

async function installExtensions(): Promise<void> {
  for (const folder of Object.keys(EXTENSIONS)) {
    const from = join(root, "tools", "labextension", folder);
    const { name } = JSON.parse(await Deno.readTextFile(join(from, "package.json")));
    await copyFolder(from, join(jupyterEnv.JUPYTER_DATA_DIR, "labextensions", name));
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
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, JSON.stringify(value, null, 2) + "\n");
}

/** Fetches the npm packages into Deno's cache, so that the kernel needs no network. */
async function fetchLibrary(): Promise<void> {
  const entries =
    `import "rnn"; import "rnn/notebook"; import "./tools/lsp.ts"; import "gifenc"; import { barChart } from "rnn/plot";
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
