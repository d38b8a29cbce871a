/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { KernelOutput, Reply } from "../kernel/protocol.ts";
import { CodeCell } from "./code_cell.ts";
import { downloadNotebook } from "./download.ts";
import { button, duration, make } from "./elements.ts";
import { load } from "./load.ts";
import { cellsFor, staleCells } from "./stale_cells.ts";
import type { CellCompiler } from "./compiler.ts";
import { KernelClient } from "./kernel_client.ts";
import { KeptCells } from "./kept/cells.ts";
import { pageName } from "./addresses.ts";
import { TypeChecks } from "./type_checks.ts";

/** The code cells of a page and the kernel that runs them. */
export class LiveNotebook {
  readonly cells: CodeCell[];
  readonly edits = new KeptCells(pageName());
  readonly #types = new TypeChecks(() => this.cells, (text) => this.#say(text));
  readonly #status = make("span", { className: "live-status", role: "status" });
  readonly #stopButton = button("■ Stop", "End the kernel and what it computes", () => this.stop());
  #kernel?: KernelClient;
  #compiler?: CellCompiler;
  #waiting: CodeCell[] = [];
  #running?: CodeCell;
  #runSource = ""; // of the running cell
  #turns = 0;
  #spent = 0; // milliseconds
  #threads = 1;

  /** Adds buttons to the cells, and to the top of the page. */
  constructor(boxes: HTMLElement[]) {
    this.cells = boxes.map((box, index) => {
      const actions = {
        run: () => this.runTo(index),
        stop: () => this.stop(),
        changed: () => this.#changed(index),
        call: (control: string, value: unknown) => this.#kernel?.call(control, value),
        editing: () => this.#types.edit(this.cells[index]),
      };
      return new CodeCell(box, index, actions, this.edits.get(box.dataset.cell!)?.text);
    });
    const bar = make(
      "div",
      { className: "live-bar live-all" },
      button("▶ Run all", "Run every cell of this page, here in the browser", () => this.runAll()),
      button("↺ Reset all", "Return to every cell as it was", () => this.resetAll()),
      this.#stopButton,
      button(
        "⬇ Download",
        "Save this notebook with your changes and outputs",
        () => this.download(),
      ),
      this.#status,
    );
    this.#stopButton.hidden = true;
    (document.querySelector("p.opening") ?? boxes[0]).after(bar);
  }

  /** True if the course has changed or removed a cell since the reader changed it. */
  get isOutdated(): boolean {
    const originals = new Map(this.cells.map(({ id, original }) => [id, original]));
    return this.edits.ids.some((id) => this.edits.get(id)!.original !== originals.get(id));
  }

  /** Runs a cell, after those above it from the first stale one on. */
  runTo(index: number): void {
    if (this.cells[index].isActive) return;
    const cells = cellsFor(index, this.cells).map((n) => this.cells[n]);
    this.#enqueue(cells.filter(({ isActive }) => !isActive));
  }

  /** Runs all cells in a new kernel. */
  runAll(): void {
    if (this.#kernel) this.stop();
    this.#enqueue(this.cells);
  }

  /** Returns to every cell as it was, after asking if that discards changes. */
  resetAll(): void {
    const changed = this.cells.filter(({ source, original }) => source !== original).length;
    const cells = changed === 1 ? "one cell" : `${changed} cells`;
    if (changed && !confirm(`Discard your changes to ${cells} of this page?`)) return;
    for (const cell of this.cells) cell.reset();
  }

  /** Saves the notebook with the reader's changes and outputs. */
  async download(): Promise<void> {
    const link = document.querySelector<HTMLAnchorElement>("p.opening a[download]")!;
    await downloadNotebook(link, this.cells).catch((error) => {
      this.#say(`Cannot download the notebook: ${(error as Error).message}`);
    });
  }

  /** Ends the kernel; the next run starts a new one, and repeats what it needs. */
  stop(): void {
    this.#kernel?.stop();
    this.#kernel = this.#running = undefined;
    this.#waiting = [];
    for (const cell of this.cells) {
      const { isActive } = cell;
      if (isActive) cell.outputs.cancel();
      cell.ranSource = undefined;
      cell.turn = 0;
      cell.enter("new");
      if (isActive) cell.remark("stopped");
      cell.outputs.retire("Stopped: run this cell again to use the slider");
    }
    this.#stopButton.hidden = true;
    this.#say("Stopped. The next run starts with the first cell that it needs");
  }

  #enqueue(cells: CodeCell[]): void {
    delete document.body.dataset.idle;
    for (const cell of cells) cell.enter("waiting");
    this.#waiting = this.#waiting.concat(cells);
    this.#stopButton.hidden = false;
    this.#start();
  }

  /** Starts a kernel unless there is one, then runs what waits. */
  async #start(): Promise<void> {
    const kernel = this.#kernel ?? this.#open();
    try {
      const { CellCompiler } = await load<typeof import("./compiler.ts")>("compiler.js");
      this.#compiler ??= new CellCompiler();
      await kernel.ready;
      if (this.#kernel === kernel) this.#next();
    } catch (error) {
      this.stop();
      this.#end(`The kernel cannot start: ${(error as Error).message}`);
    }
  }

  #open(): KernelClient {
    this.#say("Starting …");
    const wantsThreads = this.cells.some(({ source }) => /["']rnn\/fast["']/.test(source));
    const hear = (reply: Reply) => void (this.#kernel === kernel && this.#hear(reply));
    const kernel = new KernelClient(hear, wantsThreads);
    return this.#kernel = kernel;
  }

  #next(): void {
    if (this.#running) return;
    const cell = this.#running = this.#waiting.shift();
    if (!cell) {
      const threads = this.#threads > 1 ? `, on up to ${this.#threads} threads` : "";
      return this.#end(
        `Done, after ${duration(this.#spent)} of computing in your browser${threads}`,
      );
    }
    cell.enter("running");
    cell.outputs.begin();
    this.#say(`Running cell ${cell.index + 1} of ${this.cells.length}`);
    this.#runSource = cell.source;
    const compiled = this.#compiler!.compile(cell.index, cell.source);
    if ("script" in compiled) {
      return this.#kernel!.run(cell.index, compiled.script, compiled.lines);
    }
    cell.outputs.showError("SyntaxError", compiled.message, compiled.places);
    this.#done({ cell: cell.index, ok: false, ms: 0 });
  }

  #end(status: string): void {
    this.#stopButton.hidden = true;
    document.body.dataset.idle = "";
    this.#say(status);
  }

  #hear(reply: Reply): void {
    if (reply.type === "output") this.#show(this.cells[reply.cell] ?? this.cells[0], reply.output);
    else if (reply.type === "done") this.#done(reply);
    else if (reply.type === "ready") this.#threads = reply.threads;
    else if (reply.type === "called") {
      for (const { outputs } of this.cells) outputs.answer(reply, this.#compiler!);
    }
  }

  #show({ outputs }: CodeCell, output: KernelOutput): void {
    if (output.output_type === "update_display_data") {
      for (const cell of this.cells) cell.outputs.update(output);
    } else if (output.output_type === "error") {
      outputs.showError(output.ename, output.evalue, this.#compiler!.placesIn(output.stack));
    } else outputs.show(output);
  }

  #done({ cell: index, ok, ms }: { cell: number; ok: boolean; ms: number }): void {
    const cell = this.cells[index];
    cell.outputs.end();
    cell.enter(ok ? "ran" : "failed", ms);
    cell.ranSource = ok ? this.#runSource : undefined;
    cell.turn = ++this.#turns;
    this.#spent += ms;
    this.#running = undefined;
    this.#markStale();
    if (ok) return this.#next();
    for (const other of this.#waiting.splice(0)) {
      other.enter("new");
      other.remark(`did not run, because cell ${index + 1} failed`);
    }
    this.#end(`Cell ${index + 1} failed, so the cells below it did not run`);
  }

  /** Says of each cell that ran whether its outputs are still those of the page as it stands. */
  #markStale(): void {
    for (const [n, isStale] of staleCells(this.cells).entries()) {
      const cell = this.cells[n];
      if (cell.state !== "ran") continue;
      const isChanged = cell.ranSource !== cell.source;
      cell.remark(!isStale ? "" : isChanged ? "changed since" : "a cell above has changed since");
    }
  }

  #changed(index: number): void {
    this.#types.changed();
    const { id, source, original } = this.cells[index];
    this.#markStale();
    if (this.edits.keep(id, source, original)) return;
    this.#say(
      "This browser cannot keep your changes: download the notebook before you leave the page",
    );
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}
