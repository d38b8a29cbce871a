import { join } from "node:path";
import { linesOf, startCommand } from "../tools/command.ts";
import { root } from "../tools/paths.ts";
import type { Answer, Request } from "./scheduler.ts";

/** A process that answers each line of JSON with a line of JSON, and ends with its input. */
export class HeldProcess {
  readonly #child: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;

  constructor(command: string[], env: Record<string, string> = {}) {
    this.#child = startCommand(command, {
      ...{ stdin: "piped", stdout: "piped", stderr: "inherit", cwd: root, env },
    });
    this.#lines = linesOf(this.#child.stdout);
    this.#writer = this.#child.stdin.getWriter();
  }

  /** Starts `process.ts`. */
  static start(): HeldProcess {
    const program = join(root, "scheduler", "process.ts");
    return new HeldProcess([Deno.execPath(), "run", "-A", "--quiet", program]);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Sends a task and waits for the answer. Throws Error if the process ends before. */
  async ask(task: Request): Promise<Answer> {
    await this.send(task);
    const answer = await this.next();
    if (answer !== undefined) return answer as Answer;
    const { code, signal } = await this.#child.status;
    throw new Error(`its process ended with ${signal ?? `code ${code}`}`);
  }

  /** Writes a line; nothing happens if the process has ended. */
  async send(line: unknown): Promise<void> {
    await this.#writer.write(new TextEncoder().encode(JSON.stringify(line) + "\n")).catch(() => {});
  }

  /** Reads a line; undefined at the end of the output. */
  async next(): Promise<unknown> {
    const { value, done } = await this.#lines.next();
    return done ? undefined : JSON.parse(value);
  }

  /** Ends the process: by the end of its input or, if it does not end within some seconds, by a signal. */
  async close(seconds = 5): Promise<void> {
    await this.#writer.close().catch(() => {});
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 1000 * seconds);
    await this.#child.status;
    clearTimeout(timer);
  }
}
