/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Reply, Request } from "../kernel/protocol.ts";
import { beside, languageFolder, site } from "./addresses.ts";
import { keptResults } from "./kept/results.ts";
import { type KernelHost, threadedHost, workerHost } from "./kernel_host.ts";

/** A kernel of its own for a page, which ends with everything in it when it is stopped. */
export class KernelClient {
  readonly ready: Promise<void>;
  #host?: KernelHost;
  #isStopped = false;

  /**
   * Starts the kernel, with threads if they are wanted and the browser allows them; `hear` receives its replies. `ready`
   * rejects if the kernel cannot start.
   */
  constructor(hear: (reply: Reply) => void, wantsThreads = false) {
    this.ready = this.#start(hear, wantsThreads);
  }

  /** Runs the script of a cell with some number of lines, once the kernel is ready. */
  run(cell: number, script: string, lines: number): void {
    this.#send({ type: "run", cell, script, lines });
  }

  /** Calls the function of a control, once the kernel is ready. */
  call(control: string, value: unknown): void {
    this.#send({ type: "call", control, value });
  }

  /** Ends the kernel, whatever it does. */
  stop(): void {
    this.#isStopped = true;
    this.#host?.stop();
  }

  async #start(hear: (reply: Reply) => void, wantsThreads: boolean): Promise<void> {
    const host = this.#host = wantsThreads && await threadedHost() || workerHost();
    if (this.#isStopped) return host.stop();
    const isReady = new Promise<void>((resolve) => {
      host.port.onmessage = ({ data }: MessageEvent<Reply>) => {
        if (data.type === "ready") resolve();
        hear(data);
      };
    });
    // so that ../data is the site's data/, and ../../data that of a translation
    const folder = new URL(`notebooks/${languageFolder()}`, site).href;
    this.#send({ type: "start", folder, modules: moduleAddresses(), results: keptResults() });
    await Promise.race([isReady, host.failed]);
  }

  #send(request: Request): void {
    this.#host!.port.postMessage(request);
  }
}

/** Returns the address of each module that a cell can import; the build writes their names into the page. */
function moduleAddresses(): Record<string, string> {
  const script = document.querySelector<HTMLScriptElement>("script[data-modules]")!;
  const names: Record<string, string> = JSON.parse(script.dataset.modules!);
  return Object.fromEntries(
    Object.entries(names).map(([name, file]) => [name, beside(`${file}.js`)]),
  );
}
