import { join } from "node:path";
import { captureOutput, runCommand, UserError } from "../../tools/command.ts";
import { root, venvProgram } from "../../tools/paths.ts";
import { installGroup, makeVenv } from "../../tools/python.ts";
import type { PeerPlan } from "./peer.ts";

const here = join(root, "bench", "peers");
const venv = join(root, ".venv-peers");
const python = venvProgram("python", venv);

/** Installs the peers' own Python environment and node_modules, unless they are there. */
export async function install(): Promise<void> {
  const have = await captureOutput([python, "-c", "import torch, jax, scipy_openblas32"]);
  if (have.code !== 0) {
    console.error("Setting up .venv-peers (once; about two minutes)");
    await makeVenv(venv);
    await installGroup("peers", venv);
  }
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent"];
  const code = await runCommand(["npm", "install", ...options], { cwd: join(here, "javascript") });
  if (code !== 0) {
    throw new UserError(`Cannot install the JavaScript peers: npm exited with ${code}`);
  }
}

/** The library that scipy-openblas32 carries, in the peers' environment. */
async function blasPath(): Promise<string> {
  const { stdout } = await captureOutput([
    python,
    "-c",
    "import scipy_openblas32 as s; print(s.get_lib_dir() + '/' + s.get_library(fullname=True))",
  ]);
  return stdout.trim();
}

/** All who run: ours by path, then the peers. */
export async function plans(): Promise<PeerPlan[]> {
  const env = { UNROLLED_BLAS: await blasPath() };
  const ours = (name: string, ...args: string[]): PeerPlan => ({
    name,
    ours: true,
    command: [Deno.execPath(), "run", "-A", "--quiet", join(here, "ours.ts"), ...args],
    env,
  });
  const py = (name: string, module: string, threads = 1): PeerPlan => ({
    name: `${name}${threads > 1 ? ", 2 threads" : ""}`,
    command: [python, join(here, "python", "server.py"), module, String(threads)],
  });
  const js = (name: string, module: string): PeerPlan => ({
    name,
    command: ["node", join(here, "javascript", "server.cjs"), module],
  });
  return [
    ours("Unrolled, WASM", "fast", "1", "no"),
    ours("Unrolled, WASM, 2 threads", "fast", "2", "no"),
    ours("Unrolled, OpenBLAS", "fast", "1", "blas"),
    ours("Unrolled, OpenBLAS, 2 threads", "fast", "2", "blas"),
    ours("Unrolled, readable float64", "readable"),
    py("JAX", "jax_scan"),
    py("JAX", "jax_scan", 2),
    py("PyTorch", "torch_modules"),
    py("PyTorch", "torch_modules", 2),
    py("PyTorch cells", "torch_cells"),
    py("NumPy", "numpy_batched"),
    py("NumPy", "numpy_batched", 2),
    py("NumPy columns", "numpy_columns"),
    js("TensorFlow.js", "tensorflow"),
    js("recurrent-js", "recurrent"),
    js("brain.js", "brain"),
    js("ml-matrix", "ml_matrix"),
  ];
}

/** Who traces, and who multiplies for the peak. */
export function sidePlans(): Record<"tracing" | "product", PeerPlan> {
  const py = (module: string) => ({
    name: module,
    command: [python, join(here, "python", "server.py"), module, "1"],
  });
  return { tracing: py("tracing"), product: py("product") };
}
