import { join } from "node:path";
import { captureOutput, linesOf, startCommand } from "./command.ts";
import { jupyterEnv } from "./paths.ts";

const PATIENCE = 3000; // milliseconds for an answer of JupyterLab, and for the shutdown that it carries out itself
const POLL = 100; // milliseconds
/** Lines about which a reader need do nothing; the address is printed as the last line instead. */
const REMARKS = [
  /^\[[ID] /, // JupyterLab's own
  /^ {4}|^\s*$|^\[C [^\]]*\]\s*$/, // its addresses
  /^Warning "deno jupyter" is unstable/,
  /^Client disconnected PeerIdentity/, // a kernel's, when JupyterLab ends
  /^CDP response has null result/, // a kernel's, when a cell is stopped
];

/** The address of a running server, as it writes it into its runtime folder. */
interface ServerInfo {
  url: string;
  token: string;
}

/**
 * JupyterLab in a process group of its own. A terminal's Ctrl+C therefore does not reach it, and `stop` can end it and its
 * kernels in order: an interrupted JupyterLab leaves kernels behind.
 */
export class LabServer {
  readonly #child: Deno.ChildProcess;
  readonly ended: Promise<Deno.CommandStatus>;

  /** Starts JupyterLab; its warnings and errors are printed. Throws UserError if it does not exist. */
  constructor(command: string[], options: Deno.CommandOptions) {
    const pipes = { stdin: "null", stdout: "inherit", stderr: "piped" } as const;
    this.#child = startCommand(command, { ...options, ...pipes, detached: true });
    this.ended = this.#child.status;
    printWarnings(this.#child.stderr);
  }

  /** Waits until the server answers, and returns the address of its first page; undefined if the server ends before. */
  async address(page: string): Promise<URL | undefined> {
    let hasEnded = false;
    this.ended.then(() => hasEnded = true);
    while (!hasEnded) {
      const info = await this.#info();
      if (info && await answers(info)) return addressOf(info, page);
      await later(POLL);
    }
  }

  /** Shuts down the server with all its kernels; kills what has not ended by itself after some seconds. */
  async stop(): Promise<void> {
    const kernels = await childrenOf(this.#child.pid), info = await this.#info();
    if (info) await shutDown(info);
    await Promise.race([this.ended, later(info ? PATIENCE : 0)]);
    for (const pid of kernels) kill(pid, "SIGTERM");
    kill(this.#child.pid, "SIGKILL");
  }

  /** Returns the server's address once it has written it. */
  async #info(): Promise<ServerInfo | undefined> {
    const path = join(jupyterEnv.JUPYTER_RUNTIME_DIR, `jpserver-${this.#child.pid}.json`);
    try {
      return JSON.parse(await Deno.readTextFile(path));
    } catch {
      return undefined; // not yet written, or only in part
    }
  }
}

function addressOf({ url, token }: ServerInfo, page: string): URL {
  const address = new URL(page, url);
  address.searchParams.set("token", token);
  return address;
}

async function answers({ url }: ServerInfo): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(new URL("api", url), { signal }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer !== undefined;
}

async function shutDown(info: ServerInfo): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(addressOf(info, "api/shutdown"), { method: "POST", signal })
    .catch(() => undefined);
  await answer?.body?.cancel();
}

/** Returns the processes that a process has started; none where the system has no pgrep, as on Windows. */
async function childrenOf(pid: number): Promise<number[]> {
  const { code, stdout } = await captureOutput(["pgrep", "-P", String(pid)]);
  return code === 0 ? stdout.trim().split("\n").map(Number) : [];
}

function kill(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch {
    // it has ended
  }
}

async function printWarnings(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
  for await (const line of linesOf(output)) {
    if (!REMARKS.some((pattern) => pattern.test(line))) console.error(line);
  }
}

const later = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
