import { join } from "node:path";
import { clusterPython } from "../../scheduler/environment.ts";
import { ownEnvironment } from "../../lib/notebook/environment.ts";
import { captureOutput } from "../../tools/command.ts";
import { scratch } from "../tools/scratch.ts";

const LOCAL = ["--host", "127.0.0.1", "--no-dashboard"];

/** A Dask scheduler on this machine, with workers; each is a process of its own. */
export class DaskCluster {
  readonly #workers: Deno.ChildProcess[] = [];

  private constructor(
    readonly python: string,
    readonly folder: string,
    readonly scheduler: Deno.ChildProcess,
    readonly address: string,
    readonly env: Record<string, string>,
  ) {}

  /** Starts a scheduler and some workers at free ports, with these environment variables; "tls" encrypts connections. */
  static async start(
    workers: number,
    env: Record<string, string> = {},
    protocol: "tcp" | "tls" = "tcp",
  ): Promise<DaskCluster> {
    const python = await clusterPython(), folder = await scratch();
    const file = join(folder, "scheduler.json");
    const options = ["--port", "0", "--scheduler-file", file, "--protocol", protocol];
    const scheduler = dask(python, "scheduler", ...options, env);
    const { address } = JSON.parse(await contentOf(file, scheduler));
    const cluster = new DaskCluster(python, folder, scheduler, address, env);
    for (let n = 0; n < workers; n++) cluster.addWorker();
    await cluster.ready();
    return cluster;
  }

  /** Starts a worker that runs one task at a time, without the process that would start it anew when it dies. */
  addWorker(env: Record<string, string> = {}): void {
    const name = `w${this.#workers.length + 1}`;
    const options = ["--no-nanny", "--nworkers", "1", "--nthreads", "1", "--name", name];
    const files = ["--local-directory", this.folder];
    this.#workers.push(
      dask(this.python, "worker", this.address, ...options, ...files, { ...this.env, ...env }),
    );
  }

  /** The ids of the workers' processes. */
  get pids(): number[] {
    return this.#workers.map(({ pid }) => pid);
  }

  /** Waits until all workers have come. */
  async ready(): Promise<void> {
    const count = this.#workers.length;
    const wait =
      `from distributed import Client; Client("${this.address}").wait_for_workers(${count})`;
    await captureOutput([this.python, "-c", wait], { env: this.env });
  }

  /** Kills a worker; the first one is 1. */
  async kill(number: number): Promise<void> {
    const worker = this.#workers[number - 1];
    worker.kill("SIGKILL");
    await worker.status;
  }

  async close(): Promise<void> {
    for (const child of [...this.#workers, this.scheduler]) {
      try {
        child.kill("SIGKILL");
      } catch {
        // it has ended
      }
      await child.status;
    }
    await Deno.remove(this.folder, { recursive: true });
  }
}

function dask(python: string, program: string, ...rest: (string | Record<string, string>)[]) {
  const args = rest.filter((one) => typeof one === "string");
  const env = rest.find((one) => typeof one !== "string") ?? {};
  return new Deno.Command(python, {
    args: ["-m", "dask", program, ...args, ...LOCAL],
    env: { ...ownEnvironment(), ...env },
    ...{ clearEnv: true, stdout: "null", stderr: "null" },
  }).spawn();
}

/** Waits until a process has written a file. Throws Error if it ends before. */
async function contentOf(path: string, child: Deno.ChildProcess): Promise<string> {
  let isRunning = true;
  child.status.then(() => isRunning = false);
  while (isRunning) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text.trim().endsWith("}")) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Cannot start a Dask scheduler: its process ended");
}
