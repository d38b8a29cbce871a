import { join } from "node:path";
import { capture, follow, Remedy } from "../../tools/command.ts";
import { root } from "../../tools/place.ts";
import { findPython } from "../../tools/python.ts";
import type { PeerPlan } from "./peer.ts";

const here = join(root, "bench", "peers");
const venv = join(root, ".venv-peers");
const windows = Deno.build.os === "windows";
const python = windows ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");

/** Installs the peers' Python environment and node_modules, unless they exist. */
export async function install(): Promise<void> {
  const installed = await capture([python, "-c", "import torch, jax, scipy_openblas32"]);
  if (installed.code !== 0) {
    console.error("Setting up .venv-peers (only once, about two minutes)");
    const found = await findPython();
    await run([...found, "-m", "venv", venv]);
    await run([python, "-m", "pip", "install", "--quiet", "-r", join(here, "requirements.txt")]);
  }
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent"];
  await run(["npm", "install", ...options], join(here, "javascript"));
}

async function run(command: string[], cwd = root): Promise<void> {
  const code = await follow(command, { cwd });
  if (code !== 0) {
    throw new Remedy(`Cannot set up the benchmark: ${command[0]} exited with code ${code}`);
  }
}

/** Returns the path of the OpenBLAS of scipy-openblas32 in the peers' environment. */
async function blasPath(): Promise<string> {
  const { stdout } = await capture([
    python,
    "-c",
    "import scipy_openblas32 as s; print(s.get_lib_dir() + '/' + s.get_library(fullname=True))",
  ]);
  return stdout.trim();
}

function py(name: string, module: string, threads = 1): PeerPlan {
  return {
    name: threads > 1 ? `${name}, ${threads} threads` : name,
    command: [python, join(here, "python", "server.py"), module, `${threads}`],
  };
}

/** Returns the commands of all participants: our configurations, then the peers. */
export async function plans(): Promise<PeerPlan[]> {
  const env = { UNROLLED_BLAS: await blasPath() };
  const ours = (name: string, ...args: string[]): PeerPlan => ({
    name,
    ours: true,
    command: [Deno.execPath(), "run", "-A", "--quiet", join(here, "unrolled.ts"), ...args],
    env,
  });
  const js = (name: string, module: string): PeerPlan => ({
    name,
    command: ["node", join(here, "javascript", "server.cjs"), module],
  });
  return [
    ours("Unrolled, WASM"),
    ours("Unrolled, WASM, 2 threads", "--workers", "2"),
    ours("Unrolled, OpenBLAS", "--blas"),
    ours("Unrolled, OpenBLAS, 2 threads", "--workers", "2", "--blas"),
    ours("Unrolled, readable float64", "--readable"),
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

/** Returns the commands of the peers that trace, and that measure the peak. */
export function sidePlans(): Record<"tracing" | "product", PeerPlan> {
  return { tracing: py("tracing", "tracing"), product: py("product", "product") };
}
