import { CellScope } from "../../lib/notebook/cell_scope.ts";
import { consoleFor } from "./console.ts";
import { type ControlFunction, Controls } from "./controls.ts";
import { denoOf } from "./deno.ts";
import { errorOutput, noteLines, reportLateErrors } from "./errors.ts";
import { evaluate } from "./evaluate.ts";
import { inspect, supportCustomInspect } from "./inspect.ts";
import { importModule } from "./import_module.ts";
import { bundleOf, type Outlet } from "./outlet.ts";
import type { KernelOutput } from "./protocol.ts";

// kept before a cell can change them
const wait = setTimeout, now = performance.now.bind(performance);

/**
 * A kernel with the rules of Deno's: runs cells in the global scope of its worker, one after the other. Its outputs are
 * those of Deno's, except for some that tests/kernel/outputs.json records in the field `page`: a script cannot see the
 * state of a promise or the contents of an iterator, and objects of the web platform, such as a URL, are shown like any
 * other; a thrown object is shown whole, and the lines of a nested matrix are indented.
 */
export class Kernel {
  readonly #scope: CellScope;
  readonly #controls = new Controls();
  #running = -1;
  #called?: KernelOutput[]; // what the function of a control shows while it is called

  /** `modules` has the address of each module that a cell can import; `send` receives the outputs of a cell. */
  constructor(
    readonly modules: Record<string, string>,
    readonly send: (cell: number, output: KernelOutput) => void,
  ) {
    const outlet: Outlet = (output) => {
      if (this.#called) this.#called.push(output);
      else send(this.#running, output);
    };
    this.#scope = new CellScope(globalThis, (name) => this.#import(name));
    Object.defineProperty(globalThis, "$cell", { value: this.#scope });
    Object.defineProperty(globalThis, Symbol.for("unrolled.controls"), {
      value: (call: ControlFunction) => this.#controls.add(this.#running, call),
    });
    Object.assign(globalThis, { Deno: denoOf(outlet) });
    Object.assign(console, consoleFor(outlet));
    supportCustomInspect();
    reportLateErrors((text) =>
      outlet({ output_type: "stream", name: "stderr", text: `${text}\n` })
    );
  }

  /**
   * Runs the script that `compileCell` makes of a cell with some number of lines, sends what it shows, and returns
   * whether it ended without an error, with the milliseconds it took.
   */
  async run(cell: number, script: string, lines: number): Promise<{ ok: boolean; ms: number }> {
    this.#running = cell;
    this.#controls.drop(cell);
    noteLines(cell, lines);
    const start = now(), ok = await this.#evaluate(cell, script), ms = now() - start;
    await turn(); // what is printed within a turn still belongs to its cell
    return { ok, ms };
  }

  async #evaluate(cell: number, script: string): Promise<boolean> {
    try {
      this.#scope.value = undefined;
      await evaluate(script);
      const data = await bundleOf(this.#scope.value);
      if (data) this.send(cell, { output_type: "execute_result", data });
      return true;
    } catch (error) {
      this.send(cell, errorOutput(error, inspect));
      return false;
    }
  }

  /** Calls a control's function with a value, and returns what it shows, or its error; nothing if its cell ran again. */
  async call(control: string, value: unknown): Promise<KernelOutput[]> {
    const shown: KernelOutput[] = this.#called = [];
    try {
      const data = await bundleOf(await this.#controls.get(control)?.(value));
      if (data) shown.push({ output_type: "display_data", data });
    } catch (error) {
      shown.push(errorOutput(error, inspect));
    }
    this.#called = undefined;
    return shown;
  }

  async #import(name: string): Promise<unknown> {
    const address = this.modules[name];
    const remedy = "check your connection, then run this cell again, or press Run all";
    if (address) return await importModule(address, `Cannot load "${name}": ${remedy}`);
    const why = /^(npm|jsr|node):/.test(name)
      ? `packages of ${name.split(":")[0]} need Jupyter`
      : `here you can import ${Object.keys(this.modules).join(", ")}`;
    throw new TypeError(`Cannot import "${name}" in a browser: ${why}`);
  }
}

function turn(): Promise<void> {
  return new Promise((done) => wait(done));
}
