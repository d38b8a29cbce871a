import type { Ask } from "../judge/key.ts";
import { type Answer, type Call, decode, encode, type Wire } from "../judge/values.ts";

/** How a child is started and how much it may take. */
export interface Hold {
  /** The program and its arguments, the harness last. */
  command: string[];
  options: Deno.CommandOptions;
  /** Seconds for the calls of one question, or for one cell. */
  seconds: number;
  /** Bytes that it may print in all. */
  bytes: number;
  /** Ends the child and whatever it started. */
  kill(pid: number): void;
  /** Clears up once it has ended. */
  after?(): Promise<void>;
}

const MOST = 500; // characters of an error: a child may write what it likes
const HARNESS = new URL("./harness.ts", import.meta.url).href;

/** A Deno without permissions, configuration, remote modules or packages, that runs the harness. */
export const BARE = [
  Deno.execPath(),
  ...["run", "--quiet", "--no-config", "--no-lock", "--no-prompt", "--no-check"],
  ...["--no-remote", "--no-npm", "--v8-flags=--max-old-space-size=256"],
  HARNESS,
];

/** A plain child, for work that its owner trusts: no permissions, but no limit of the system either. */
export function plainHold(seconds = 5): Hold {
  const kill = (pid: number) => Deno.kill(pid, "SIGKILL");
  return { command: BARE, options: { clearEnv: true }, seconds, bytes: 1e8, kill };
}

/** One process with one solution in it: it takes scripts and calls, and is ended when it takes too long or prints too much. */
export class Child {
  /** Every child that has not been closed. */
  static readonly running = new Set<Child>();
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string>;
  #asked = 0;
  /** Why it was ended, once it was. */
  ended?: string;

  constructor(readonly hold: Hold) {
    const [program, ...args] = hold.command;
    this.#process = new Deno.Command(program, {
      ...hold.options,
      args,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#writer.closed.catch(() => {}); // a child that ends first closes it
    this.#lines = this.#read();
    Child.running.add(this);
  }

  /** Runs a script of the solution; gives what it threw. */
  async load(script: string): Promise<string | undefined> {
    const [answer] = await this.#exchange({ script }, 1);
    return "error" in answer ? answer.error : undefined;
  }

  /** Calls functions of the solution; calls that stay without answer get the reason as their error. */
  ask: Ask = (calls: Call[]) => {
    const wired = calls.map(({ name, args }) => ({ name, args: args.map(encode) }));
    return this.#exchange({ calls: wired }, calls.length);
  };

  /** Ends the process, and waits until it has. */
  async close(): Promise<void> {
    this.end("was closed");
    await this.#process.status;
    Child.running.delete(this);
    await this.#lines.return(undefined);
    await this.hold.after?.();
  }

  async #exchange(message: unknown, count: number): Promise<Answer[]> {
    const answers: Answer[] = [];
    const { seconds } = this.hold;
    const timer = setTimeout(
      () => this.end(`gave no answer within ${seconds} s: is there a loop without an end?`),
      seconds * 1000,
    );
    const sent = this.#writer.write(new TextEncoder().encode(JSON.stringify(message) + "\n"));
    sent.catch(() => {}); // the reason stands in `ended`
    while (answers.length < count && !this.ended) {
      const { value, done } = await this.#lines.next();
      if (done) this.end("ended the process: it exits, or waits for what never comes");
      else this.#take(value, answers);
    }
    clearTimeout(timer);
    const { ended } = this;
    while (answers.length < count) answers.push({ error: ended! });
    return answers;
  }

  /** Reads one answer; whatever else is printed there ends the child. */
  #take(line: string, answers: Answer[]): void {
    try {
      const { n, value, error } = JSON.parse(line) as Record<string, Wire>;
      if (n !== this.#asked) throw new RangeError();
      if (typeof error === "string") answers.push({ error: error.slice(0, MOST) });
      else answers.push({ value: decode(value) });
      this.#asked++;
    } catch {
      this.end("printed what is no answer");
    }
  }

  /** Ends the process at once; calls that wait get the reason as their error. */
  end(reason: string): void {
    if (this.ended) return;
    this.ended = reason;
    try {
      this.hold.kill(this.#process.pid);
    } catch {
      // it had ended by itself
    }
  }

  /** The lines that the process prints, up to its share of bytes. */
  async *#read(): AsyncGenerator<string> {
    const decoder = new TextDecoder();
    let [waiting, printed] = ["", 0];
    for await (const part of this.#process.stdout) {
      printed += part.length;
      if (printed > this.hold.bytes) {
        this.end(`printed more than ${Math.round(this.hold.bytes / 1e6)} MB`);
        return;
      }
      const lines = (waiting + decoder.decode(part, { stream: true })).split("\n");
      waiting = lines.pop()!;
      yield* lines;
    }
  }
}
