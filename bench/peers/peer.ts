import { TextLineStream } from "./lines.ts";
import type { Point } from "./points.ts";

/** How a peer is started. */
export interface PeerPlan {
  name: string;
  /** Whether it is ours: it is drawn in another colour. */
  ours?: boolean;
  command: string[];
  env?: Record<string, string>;
}

/** What a server answers. */
interface Answer {
  version?: string;
  loss?: number;
  seconds?: number;
  unavailable?: string;
}

/** A process that makes training steps when it is told to, and sleeps in between. */
export class Peer {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;
  version = "";

  private constructor(readonly plan: PeerPlan) {
    const [program, ...args] = plan.command;
    const options = {
      args,
      env: plan.env,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    } as const;
    this.#child = new Deno.Command(program, options).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = this.#child.stdout
      .pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream()).getReader();
  }

  /** Starts a peer; undefined, with a line that says so, where it can't run here. */
  static async start(plan: PeerPlan): Promise<Peer | undefined> {
    try {
      const peer = new Peer(plan);
      peer.version = (await peer.#answer()).version ?? "";
      return peer;
    } catch (error) {
      console.error(`${plan.name}: not available (${(error as Error).message})`);
      return undefined;
    }
  }

  /** Makes a network for a point; false where the peer can't. Checks that the first loss is about ln 64. */
  async prepare(point: Point): Promise<boolean> {
    const { loss, unavailable } = await this.#ask({ prepare: point });
    if (unavailable) console.error(`  ${this.plan.name}: ${unavailable}`);
    const learns = point.cell === "RNN" || point.cell === "LSTM";
    if (learns && loss && Math.abs(loss - Math.log(64)) > 0.3) {
      throw new Error(`Cannot compare ${this.plan.name}: its first loss is ${loss}`);
    }
    return !unavailable;
  }

  /** Makes n steps and gives their seconds. */
  async run(n: number): Promise<number> {
    const { seconds, unavailable } = await this.#ask({ run: n });
    if (seconds === undefined) {
      throw new Error(`Cannot go on with ${this.plan.name}: ${unavailable}`);
    }
    return seconds;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => {});
    await this.#child.status;
  }

  async #ask(task: object): Promise<Answer> {
    await this.#writer.write(new TextEncoder().encode(JSON.stringify(task) + "\n"));
    return await this.#answer();
  }

  async #answer(): Promise<Answer> {
    while (true) {
      const { value, done } = await this.#lines.read();
      if (done) throw new Error("it ended");
      if (value.startsWith("{")) return JSON.parse(value); // libraries greet in words
    }
  }
}
