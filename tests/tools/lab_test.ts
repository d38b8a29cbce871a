import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { join } from "node:path";
import { captureOutput } from "../../tools/command.ts";
import { root, venvProgram } from "../../tools/paths.ts";
import { startLab } from "../browser/server.ts";
import { runTool } from "./scratch.ts";

/** Milliseconds that a terminal may need for its next line. */
const PATIENCE = 60_000;

describe("deno task lab", () => {
  it("refuses a port that is taken, and suggests another", async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const { code, text } = await runTool(root, "tools/lab.ts", [`--port=${port}`]);
    listener.close();
    expect(text).toContain(
      `Cannot listen on port ${port}: it is taken; choose another with --port=${port + 1}`,
    );
    expect(code).toBe(1);
  });

  it("refuses a port that is not a number", async () => {
    const { code, text } = await runTool(root, "tools/lab.ts", ["--port=abc"]);
    expect(text.trim()).toBe("Cannot listen on port abc: expected an integer from 0 to 65535");
    expect(code).toBe(1);
  });

  it("serves the course on 127.0.0.1 to a browser with the token, and prints the address", async () => {
    const { address, stop } = await startLab();
    try {
      expect(address.hostname).toBe("127.0.0.1");
      const api = new URL("/api/contents/notebooks/00_start.ipynb?content=0", address);
      const without = await fetch(api, { redirect: "manual" });
      expect(without.status).toBe(403);
      await without.body?.cancel();
      api.searchParams.set("token", address.searchParams.get("token")!);
      expect((await (await fetch(api)).json()).name).toBe("00_start.ipynb");
      const kernels = new URL(`/api/kernelspecs${address.search}`, address);
      expect(Object.keys((await (await fetch(kernels)).json()).kernelspecs)).toContain("unrolled");
    } finally {
      expect(await stop()).toBe(0);
    }
  });

  for (const command of [["deno"], ["npx", "-y", "deno@2.8.1"]]) {
    it(`ends after one Ctrl+C in a terminal, with every kernel, through ${command[0]}`, async () => {
      const [name, ...args] = command;
      const program = name === "deno" ? Deno.execPath() : name;
      await using terminal = new Terminal([program, ...args, "task", "lab", "--no-browser"]);
      const address = new URL(
        (await terminal.find(/http:\/\/127\.0\.0\.1\S+token=[0-9a-f]+(?=\s)/))[0],
      );
      const kernels = [await startKernel(address), await startKernel(address)];
      expect(terminal.text.trimEnd().endsWith(address.href)).toBe(true); // and nothing below it
      for (const kernel of kernels) expect(await isRunning(kernel)).toBe(true);
      const start = performance.now();
      await terminal.interrupt();
      const text = await terminal.ended();
      expect(performance.now() - start).toBeLessThan(5000);
      for (const kernel of kernels) expect(await isRunning(kernel)).toBe(false);
      expect(text).not.toContain("(y/[n])");
    });
  }
});

/** A command in a terminal, which is closed when it goes out of scope. */
class Terminal implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reading: Promise<void>;
  #text = "";
  #hasEnded = false;

  constructor(command: string[]) {
    this.#child = new Deno.Command(venvProgram("python"), {
      args: [join(root, "tests", "tools", "terminal.py"), ...command],
      cwd: root,
      env: { npm_config_prefer_offline: "true" }, // npx then doesn't ask the registry for what it has
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    const add = (part: string) => void (this.#text += part);
    this.#reading = this.#child.stdout.pipeThrough(new TextDecoderStream())
      .pipeTo(new WritableStream({ write: add }))
      .finally(() => this.#hasEnded = true);
  }

  /** The output so far. */
  get text(): string {
    return this.#text;
  }

  /** Waits for a line in the output; fails if the command ends before it, or after a minute. */
  async find(line: RegExp): Promise<RegExpMatchArray> {
    await this.#until(`a line like ${line}`, () => this.#hasEnded || line.test(this.#text));
    const match = this.#text.match(line);
    if (!match) throw new Error(`The command ended before a line like ${line}: ${this.#text}`);
    return match;
  }

  /** Presses Ctrl+C. */
  async interrupt(): Promise<void> {
    await this.#input.write(new TextEncoder().encode("\n"));
  }

  /** Waits until the command ends, and returns its output; fails after a minute. */
  async ended(): Promise<string> {
    await this.#until("the end", () => this.#hasEnded);
    return this.#text;
  }

  /** Closes the terminal, which ends the command if it is still running. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasEnded) this.#child.kill("SIGKILL");
    await this.#input.close().catch(() => {}); // its reader has ended
    await Promise.all([this.#child.status, this.#reading]);
  }

  async #until(what: string, isThere: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE;
    while (!isThere()) {
      if (performance.now() > deadline) {
        throw new Error(`Waited ${PATIENCE / 1000} s for ${what}, got: ${this.#text}`);
      }
      await new Promise((later) => setTimeout(later, 100));
    }
  }
}

/** Starts a kernel and returns its id. */
async function startKernel(address: URL): Promise<string> {
  const url = new URL(`/api/kernels${address.search}`, address);
  const answer = await fetch(url, {
    method: "POST",
    body: '{"name": "unrolled"}',
    signal: AbortSignal.timeout(PATIENCE),
  });
  return (await answer.json()).id;
}

/** Tests whether the process of a kernel is running. */
async function isRunning(kernel: string): Promise<boolean> {
  return (await captureOutput(["pgrep", "-f", `kernel-${kernel}.json`])).code === 0;
}
