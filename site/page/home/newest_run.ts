/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { MimeBundle, Reply } from "../../kernel/protocol.ts";
import type { CellCompiler } from "../compiler.ts";
import { KernelClient } from "../kernel_client.ts";
import { load } from "../load.ts";

/** Receives the nth value that a cell shows. */
export type Draw = (shown: MimeBundle, n: number) => void;

/** Runs cells in a kernel of its own, which starts with the first one. */
export class NewestRun {
  #kernel?: KernelClient;
  #compiler?: CellCompiler;
  #newest = 0;
  #last: Promise<unknown> = Promise.resolve();
  #hear: (reply: Reply) => void = () => {};

  /**
   * Runs a cell after the one that is running, and draws what it shows. Returns false if a newer cell has arrived
   * meanwhile, in which case it does not run. Throws Error if the kernel cannot start, or with the error of the cell.
   */
  run(source: string, draw: Draw): Promise<boolean> {
    const number = ++this.#newest;
    const isRun = this.#last.then(async () => {
      if (number !== this.#newest) return false;
      await this.#run(source, draw);
      return true;
    });
    this.#last = isRun.catch(() => {});
    return isRun;
  }

  async #run(source: string, draw: Draw): Promise<void> {
    const kernel = await this.#started();
    const compiled = this.#compiler!.compile(0, source);
    if (!("script" in compiled)) throw new SyntaxError(compiled.message);
    let count = 0, problem = "";
    await new Promise<void>((end) => {
      this.#hear = (reply) => {
        if (reply.type === "done") end();
        if (reply.type !== "output" || reply.output.output_type === "stream") return;
        const { output } = reply;
        if (output.output_type === "error") problem = `${output.ename}: ${output.evalue}`;
        else draw(output.data, count++);
      };
      kernel.run(0, compiled.script, compiled.lines);
    });
    if (problem) throw new Error(problem);
  }

  async #started(): Promise<KernelClient> {
    const kernel = this.#kernel ??= new KernelClient((reply) => this.#hear(reply));
    try {
      const { CellCompiler } = await load<typeof import("../compiler.ts")>("compiler.js");
      this.#compiler ??= new CellCompiler();
      await kernel.ready;
      return kernel;
    } catch (error) {
      kernel.stop();
      this.#kernel = undefined;
      throw error;
    }
  }
}
