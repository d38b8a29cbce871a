import { dirname, join } from "node:path";
import { UserError } from "../../tools/command.ts";
import { root } from "../../tools/paths.ts";
import { clusterPython } from "./environment.ts";
import { HeldProcess } from "./held_process.ts";
import type { Answer, Ended, Scheduler, Task } from "./scheduler.ts";
import { versionHere } from "./version.ts";

/** A line from the bridge. */
interface Line {
  ready?: number;
  waiting?: string;
  refused?: string;
  number?: number;
  worker?: string;
  answer?: string;
  error?: string;
}

/** Paths of weights; a worker cannot write other files of this checkout. */
const WEIGHTS = /^data\/results\/(\w+\/)*[\w-]+\.bin$/;

/** Runs tasks on the workers of a Dask scheduler, which repeats those of workers that die. */
export class DaskScheduler implements Scheduler {
  #isClosed = false;
  #count = 0;

  private constructor(readonly name: string, readonly bridge: HeldProcess) {}

  /**
   * Connects to a scheduler, and compares the version of every worker's checkout with that of this one. Throws UserError
   * if no scheduler answers within 10 s, if no worker comes within `wait` seconds, or if a worker cannot run tasks.
   */
  static async connect(address: string, { wait = 60, timeout = 10 } = {}): Promise<DaskScheduler> {
    const command = [await clusterPython(), join(root, "experiments/scheduler/dask_bridge.py")];
    const env = { PYTHONWARNINGS: "ignore", PYTHONDONTWRITEBYTECODE: "1" };
    const bridge = new HeldProcess(command, env);
    const version = await versionHere(), deno = Deno.execPath();
    await bridge.send({ address, wait, timeout, root, deno, version });
    while (true) {
      const line = await bridge.next() as Line | undefined;
      if (line?.ready) {
        const workers = line.ready === 1 ? "1 worker" : `${line.ready} workers`;
        return new DaskScheduler(`${workers} of ${address}`, bridge);
      }
      if (line?.waiting) console.error(line.waiting);
      else {
        await bridge.close();
        throw new UserError(line?.refused ?? `Cannot run on ${address}: the bridge to it ended`);
      }
    }
  }

  async *map(tasks: Task[]): AsyncGenerator<Ended> {
    const under = new Map(tasks.map((task) => [this.#count++, task]));
    const numbered = [...under].map(([number, task]) => ({ number, task, name: keyOf(task) }));
    await this.bridge.send({ tasks: numbered });
    while (under.size > 0) {
      const line = await this.bridge.next() as Line | undefined;
      if (this.#isClosed) return;
      if (line?.refused) throw new UserError(line.refused);
      const task = under.get(line?.number ?? -1);
      if (!line || !task) {
        throw new UserError(`Cannot finish ${under.size} tasks: the bridge to ${this.name} ended`);
      }
      under.delete(line.number!);
      yield { task, worker: line.worker ?? "", ...await outcomeOf(line) };
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.bridge.close(10);
  }
}

/** Returns the part of a task's key that Dask's pages show, such as "flow-GRU,normal,0.3,0". */
function keyOf({ module, input }: Task): string {
  const values = Object.values(input).filter((value) => typeof value !== "object");
  return `${module.replace(/^.*\/|\.ts$/g, "")}-${values.join(",")}`.slice(0, 80);
}

/** Returns the outcome or the error of a line; writes the weights that came with it into this checkout. */
async function outcomeOf({ answer, error }: Line): Promise<Pick<Ended, "outcome" | "error">> {
  if (answer === undefined) return { error };
  const { files = {}, ...result }: Answer = JSON.parse(answer);
  for (const [name, base64] of Object.entries(files)) {
    if (!WEIGHTS.test(name)) throw new UserError(`Cannot write ${name}: expected weights`);
    const path = join(root, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(`${path}.new`, Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
    await Deno.rename(`${path}.new`, path);
  }
  return result;
}
