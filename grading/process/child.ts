import { type Answer, type Call, decode, encode, type Slips, type Wire } from "../judge/values.ts";
import { Patience } from "./patience.ts";
import { errorText, shortNumbers, shown } from "./text.ts";

/** Options for starting a child process, and its limits. */
export interface ChildOptions {
  /** The program and its arguments. */
  command: string[];
  options: Deno.CommandOptions;
  /** Seconds for one batch of calls, for one cell or for one input. */
  seconds: number;
  /** Bytes that it may print in total. */
  bytes: number;
  /** Values that the answers to one batch may have; parsed, they need far more memory than as text. */
  parts?: number;
  /** Kills the process and whatever it started. */
  kill(pid: number): void;
  /** Cleans up after the process has ended. */
  cleanUp?(): Promise<void>;
}

const MAX_PARTS = 200_000; // of the answers to one batch
const HARNESS = new URL("./harness.ts", import.meta.url).href;

/** The command that runs the harness in a Deno without permissions, configuration, remote modules or packages. */
export const HARNESS_COMMAND = [
  Deno.execPath(),
  ...["run", "--quiet", "--no-config", "--no-lock", "--no-prompt", "--no-check"],
  ...["--no-remote", "--no-npm", "--v8-flags=--max-old-space-size=256"],
  HARNESS,
];

/** Options of a child for trusted code: it has no permissions, but the system does not limit it. */
export function trusted(seconds = 5, bytes = 1e8): ChildOptions {
  const kill = (pid: number) => Deno.kill(pid, "SIGKILL");
  return { command: HARNESS_COMMAND, options: { clearEnv: true }, seconds, bytes, kill };
}

/** A child process with one solution. It is killed if it takes too long or prints too much. */
export class Child {
  /** Every child that has not been closed. */
  static readonly running = new Set<Child>();
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string>;
  #answered = 0;
  #parts = 0;
  #waited = 0;
  /** Seconds that it has used for answers. */
  busy = 0;
  /** The reason why it has ended, if it has. */
  ended?: string;

  constructor(readonly settings: ChildOptions) {
    const [program, ...args] = settings.command;
    const pipes = { stdin: "piped", stdout: "piped", stderr: "null" } as const;
    this.#process = new Deno.Command(program, { ...settings.options, args, ...pipes }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#writer.closed.catch(() => {}); // rejects if the child ends first
    this.#lines = this.#read();
    Child.running.add(this);
  }

  /** Runs a script of the solution, and returns what it threw. */
  async load(script: string): Promise<string | undefined> {
    const [answer] = await this.#exchange({ script }, 1);
    return "error" in answer ? answer.error : undefined;
  }

  /** Calls functions of the solution; calls without an answer have the reason as their error. */
  invoke = (calls: Call[], seconds = this.settings.seconds): Promise<Answer[]> => {
    const encoded = calls.map(({ name, args }) => ({ name, args: args.map(encode) }));
    return this.#exchange({ calls: encoded }, calls.length, seconds);
  };

  /** Sends a stream as the entire input, and returns the only answer. */
  async digest(input: ReadableStream<Uint8Array>): Promise<Answer> {
    this.#writer.releaseLock();
    const sent = input.pipeTo(this.#process.stdin);
    const [answer] = await this.#answers(sent, 1);
    return answer;
  }

  /** Ends the process, and waits until it has ended. */
  async kill(): Promise<void> {
    this.end("was closed");
    await this.#process.status;
  }

  /** Ends the process, waits until it has ended, and cleans up. */
  async close(): Promise<void> {
    await this.kill();
    Child.running.delete(this);
    await this.#lines.return(undefined);
    await this.settings.cleanUp?.();
  }

  #exchange(message: unknown, count: number, seconds?: number): Promise<Answer[]> {
    const line = JSON.stringify(message) + "\n";
    return this.#answers(this.#writer.write(new TextEncoder().encode(line)), count, seconds);
  }

  /** Waits for answers while a message is being sent. */
  async #answers(
    sent: Promise<void>,
    count: number,
    seconds = this.settings.seconds,
  ): Promise<Answer[]> {
    const answers: Answer[] = [];
    sent.catch(() => {}); // `ended` has the reason
    this.#parts = 0;
    const patience = new Patience(
      seconds,
      this.#process.pid,
      this.#waited,
      () => this.end(`did not return within ${seconds} s: is there an infinite loop?`),
    );
    while (answers.length < count && !this.ended) {
      const { value, done } = await this.#lines.next();
      if (done) this.end("ended the process: it exits, or waits for something that never happens");
      else this.#take(value, answers);
    }
    const { used, waited } = patience.stop();
    this.#waited = waited;
    this.busy += used / 1000;
    const { ended } = this;
    while (answers.length < count) answers.push({ error: ended! });
    return answers;
  }

  /** Reads one answer; any other output ends the child. */
  #take(line: string, answers: Answer[]): void {
    try {
      this.#parts += countParts(line);
      if (this.#parts > (this.settings.parts ?? MAX_PARTS)) throw new RangeError();
      const { n, value, error, slips } = JSON.parse(line) as Record<string, Wire>;
      if (n !== this.#answered) throw new RangeError();
      const answer = typeof error === "string"
        ? { error: errorText(error) }
        : { value: decode(value) };
      answers.push({ ...answer, ...slipsOf(slips) });
      this.#answered++;
    } catch {
      this.end("printed something that is not an answer");
    }
  }

  /** Ends the process immediately; pending calls have the reason as their error. */
  end(reason: string): void {
    if (this.ended) return;
    this.ended = reason;
    try {
      this.settings.kill(this.#process.pid);
    } catch {
      // it has already ended
    }
  }

  /** Yields the lines that the process prints, up to the limit of bytes. */
  async *#read(): AsyncGenerator<string> {
    const decoder = new TextDecoder(), { bytes } = this.settings;
    let [rest, printed] = [[] as string[], 0]; // joined only at the end of a line, which may come in many parts
    for await (const part of this.#process.stdout) {
      printed += part.length;
      if (printed > bytes) {
        this.end(`printed more than ${Math.round(bytes / 1e6)} MB`);
        return;
      }
      const lines = decoder.decode(part, { stream: true }).split("\n"), last = lines.pop()!;
      for (const line of lines) {
        yield rest.join("") + line;
        rest = [];
      }
      rest.push(last);
    }
  }
}

/** Reads the slips that a child reports; what it says is not trusted. */
function slipsOf(wire: Wire): Pick<Answer, "slips"> {
  const { changed, negativeIndex } = Object(wire) as Record<string, Wire>;
  const slips: Slips = {};
  if (typeof changed === "string") slips.changed = shortNumbers(shown(changed));
  if (negativeIndex === true) slips.negativeIndex = true;
  return Object.keys(slips).length > 0 ? { slips } : {};
}

/** Returns an upper bound for the number of values in a line of JSON. */
function countParts(line: string): number {
  let parts = 0;
  for (let n = 0; n < line.length; n++) if (",[{".includes(line[n])) parts++;
  return parts;
}
