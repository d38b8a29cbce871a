/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { CellCompiler } from "../../site/page/compiler.ts";
import type { CellPlace } from "../../site/page/places.ts";
import type { KernelOutput, Reply, Request } from "../../site/kernel/protocol.ts";

/** The outputs of a cell, and the places of its error; cells are counted from the first one of the kernel. */
export interface Ran {
  outputs: KernelOutput[];
  places: CellPlace[];
}

/** The function that runs cells, as a property of the window. */
export interface KernelWindow {
  /** Runs cells one after the other, and returns what each of them shows. */
  runCells(cells: string[]): Promise<Ran[]>;
}

/**
 * Starts a kernel in the page in which this function runs, which must not refer to anything outside it; `live` is the
 * address of the site's scripts, and `modules` has the name of the script of each module.
 */
export async function startKernel(live: string, modules: Record<string, string>): Promise<void> {
  const { CellCompiler: Compiler } = await import(`${live}compiler.js`) as {
    CellCompiler: new () => CellCompiler;
  };
  const compiler = new Compiler(), worker = new Worker(`${live}kernel.js`, { type: "module" });
  const { port1: port, port2 } = new MessageChannel();
  worker.postMessage("port", [port2]);
  const send = (request: Request) => port.postMessage(request);
  let outputs: KernelOutput[] = [], hear: (reply: Reply) => void = () => {};
  port.onmessage = ({ data }: MessageEvent<Reply>) => {
    if (data.type === "output") outputs.push(data.output);
    else hear(data);
  };
  const reply = () => new Promise<Reply>((resolve) => hear = resolve);
  const addresses = Object.entries(modules).map(([name, file]) => [name, `${live}${file}.js`]);
  const folder = new URL("../../notebooks/", live).href;
  const ready = reply();
  send({ type: "start", folder, modules: Object.fromEntries(addresses) });
  await ready;
  const run = async (cell: number, source: string): Promise<Ran> => {
    outputs = [];
    const compiled = compiler.compile(cell, source);
    if ("message" in compiled) {
      const error = { output_type: "error", ename: "SyntaxError", stack: "" } as const;
      return { outputs: [{ ...error, evalue: compiled.message }], places: compiled.places };
    }
    const done = reply();
    send({ type: "run", cell, ...compiled });
    await done;
    const error = outputs.find((output) => output.output_type === "error");
    return { outputs, places: error ? compiler.placesIn(error.stack) : [] };
  };
  let cell = 0;
  const runCells = async (cells: string[]) => {
    const all: Ran[] = [];
    for (const source of cells) all.push(await run(cell++, source));
    return all;
  };
  Object.assign(globalThis, { runCells } satisfies KernelWindow);
}
