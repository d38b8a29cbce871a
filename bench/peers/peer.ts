import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Workload } from "./workloads.ts";

/** Command that starts a peer. */
export interface PeerPlan {
  name: string;
  /** True for this library, which is drawn in another colour. */
  ours?: boolean;
  command: string[];
  env?: Record<string, string>;
}

/** Line of JSON that a server writes. */
interface Answer {
  version?: string;
  loss?: number;
  seconds?: number;
  unavailable?: string;
}

/** Process that does the work of a peer on request, and sleeps in between. */
export class Peer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  version = "";

  private constructor(readonly plan: PeerPlan) {
    const [program, ...args] = plan.command, env = { ...Deno.env.toObject(), ...plan.env };
    this.#child = spawn(program, args, { env, stdio: ["pipe", "pipe", "ignore"] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Starts a peer; prints a line and returns undefined if it cannot run here. */
  static async start(plan: PeerPlan): Promise<Peer | undefined> {
    try {
      const peer = new Peer(plan);
      await once(peer.#child, "spawn"); // throws if there is no such program
      peer.version = (await peer.#answer()).version ?? "";
      return peer;
    } catch (error) {
      console.error(`${plan.name}: not available (${(error as Error).message})`);
      return undefined;
    }
  }

  /** Prepares the work and returns true if the peer can do it; throws unless the first loss is about ln 64 per step. */
  async prepare(workload: Workload): Promise<boolean> {
    const { loss, unavailable } = await this.#ask({ prepare: workload });
    if (unavailable) console.error(`  ${this.plan.name}: ${unavailable}`);
    const trains = workload.cell === "RNN" || workload.cell === "LSTM";
    if (trains && loss && Math.abs(loss - Math.log(64)) > 0.3) {
      throw new Error(
        `Cannot compare ${this.plan.name}: its first loss must be about ln 64 = 4.16, got ${loss}`,
      );
    }
    return !unavailable;
  }

  /** Does the work n times and returns the seconds that it took. */
  async run(n: number): Promise<number> {
    const { seconds, unavailable } = await this.#ask({ run: n });
    if (seconds === undefined) throw new Error(`Cannot run ${this.plan.name}: ${unavailable}`);
    return seconds;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.stdin.end();
    if (this.#child.exitCode === null) await ended;
  }

  async #ask(task: object): Promise<Answer> {
    this.#child.stdin.write(JSON.stringify(task) + "\n");
    return await this.#answer();
  }

  async #answer(): Promise<Answer> {
    while (true) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error("the process ended");
      if (value.startsWith("{")) return JSON.parse(value); // some libraries print a greeting
    }
  }
}
