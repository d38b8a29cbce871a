import { dirname, join } from "node:path";
import { UserError } from "../tools/command.ts";
import { root } from "../tools/paths.ts";
import { clusterPython } from "./environment.ts";
import { HeldProcess } from "./held_process.ts";
import {
  type Answer,
  type Ended,
  oneByOne,
  type Scheduler,
  type Task,
  type Tasks,
  type Work,
} from "./scheduler.ts";
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

/** The tasks under way, by their numbers. */
type UnderWay = Map<number, { task: Task; size: number }>;

const MOST = 2 ** 28; // characters of all tasks under way, so that large ones do not fill the scheduler's memory

/** Paths of weights; a worker cannot write other files of this checkout. */
const WEIGHTS = /^data\/results\/(\w+\/)*[\w-]+\.bin$/;

/** Runs tasks on the workers of a Dask scheduler, which repeats those of workers that die. */
export class DaskScheduler implements Scheduler {
  #isClosed = false;
  #count = 0;

  private constructor(readonly name: string, readonly bridge: HeldProcess) {}

  /**
   * Connects to a scheduler for work, and compares the version of every worker's checkout with that of this one. Throws
   * UserError if no scheduler answers within 10 s, if no worker comes within `wait` seconds, or if a worker is unfit.
   */
  static async connect(
    address: string,
    { sources, first }: Work,
    { wait = 60, timeout = 10 } = {},
  ): Promise<DaskScheduler> {
    const command = [await clusterPython(), join(root, "scheduler", "dask_bridge.py")];
    const env = { PYTHONWARNINGS: "ignore", PYTHONDONTWRITEBYTECODE: "1" };
    const bridge = new HeldProcess(command, env);
    const version = await versionHere(sources), deno = Deno.execPath();
    await bridge.send({ address, wait, timeout, root, deno, sources, version, first });
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

  async *map(tasks: Tasks): AsyncGenerator<Ended> {
    const waiting = oneByOne(tasks), under: UnderWay = new Map();
    while (await this.#submit(waiting, under)) {
      const line = await this.bridge.next() as Line | undefined;
      if (this.#isClosed) return;
      if (line?.refused) throw new UserError(line.refused);
      const { task } = under.get(line?.number ?? -1) ?? {};
      if (!line || !task) {
        throw new UserError(`Cannot finish ${under.size} tasks: the bridge to ${this.name} ended`);
      }
      under.delete(line.number!);
      yield { task, worker: line.worker ?? "", ...await outcomeOf(line) };
    }
  }

  /** Submits tasks until those under way are large, or none is left. Returns whether some are under way. */
  async #submit(waiting: AsyncIterator<Task>, under: UnderWay): Promise<boolean> {
    const sizes = () => [...under.values()].reduce((sum, { size }) => sum + size, 0);
    while (sizes() < MOST) {
      const { value: task, done } = await waiting.next();
      if (done) break;
      const number = this.#count++;
      under.set(number, { task, size: JSON.stringify(task).length });
      await this.bridge.send({ number, task, name: keyOf(task) });
    }
    return under.size > 0;
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
