/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { EditorView } from "@codemirror/view";
import type { ControlActions } from "./control.ts";
import { button, duration, make } from "./elements.ts";
import { load } from "./load.ts";
import { OutputView } from "./output_view.ts";

/** The state of a cell in the running kernel. */
export type State = "new" | "waiting" | "running" | "ran" | "failed";

interface Editor {
  view: EditorView;
  text(): string;
  set(text: string): void;
  focus(): void;
}

/** The actions of a cell's buttons and controls. */
export interface CellActions extends ControlActions {
  run(): void;
  changed(): void;
  /** The reader has entered the editor. */
  editing(): void;
}

const MARKS: Record<State, string> = {
  new: "",
  waiting: "waiting",
  running: "running …",
  ran: "✓",
  failed: "✗ failed",
};

/** A code cell of the page with its buttons, its editor once it is opened, and its outputs. */
export class CodeCell {
  /** The text of the page, to which Reset returns. */
  original: string;
  readonly outputs: OutputView;
  /** The box with the code and its buttons. */
  readonly input: HTMLElement;
  /** The text that last ran without an error in this kernel, and the place of that run among all runs. */
  ranSource?: string;
  turn = 0;
  #state: State = "new";
  #text = ""; // describes the state
  #editor?: Editor;
  #kept?: string; // the text until the editor is open
  readonly #pre: HTMLElement;
  readonly #mark = make("span", { className: "live-mark" });
  readonly #stop: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;

  /** Adds the buttons to the cell; `text` is what a reader has changed it to before. */
  constructor(
    readonly box: HTMLElement,
    readonly index: number,
    readonly actions: CellActions,
    text?: string,
  ) {
    this.input = box.querySelector<HTMLElement>(".cell_input")!;
    this.#pre = this.input.querySelector("pre")!;
    this.original = this.#pre.textContent!.replace(/\n$/, "");
    this.outputs = new OutputView(box, actions);
    this.#stop = button("■ Stop", "End the kernel and what it computes", actions.stop);
    this.#reset = button("↺ Reset", "Return to the cell as it was", () => this.reset());
    this.#stop.hidden = this.#reset.hidden = true;
    const run = button(
      "▶ Run",
      "Run this cell, after those above that have to run (Shift+Enter)",
      actions.run,
    );
    const edit = button("✎ Edit", "Edit this cell", () => this.edit());
    const bar = make(
      "div",
      { className: "live-bar" },
      run,
      edit,
      this.#reset,
      this.#stop,
      this.#mark,
    );
    this.input.append(bar);
    if (text === undefined || text === this.original) return;
    this.#kept = text;
    this.#open(text).catch(() => {}); // Edit tries again
  }

  /** The id of the notebook's cell, which an update of the course does not change. */
  get id(): string {
    return this.box.dataset.cell!;
  }

  /** The text as it stands now. */
  get source(): string {
    return this.#editor?.text() ?? this.#kept ?? this.original;
  }

  /** The editor, once it is opened. */
  get view(): EditorView | undefined {
    return this.#editor?.view;
  }

  get state(): State {
    return this.#state;
  }

  /** True while the cell waits for its run or is running. */
  get isActive(): boolean {
    return this.#state === "waiting" || this.#state === "running";
  }

  /** Changes the state; `ms` is how long a run took. */
  enter(state: State, ms?: number): void {
    this.#state = state;
    this.#text = ms === undefined ? MARKS[state] : `${MARKS[state]} ${duration(ms)}`;
    this.#stop.hidden = !this.isActive;
    this.remark("");
  }

  /** Shows a remark behind the state. */
  remark(text: string): void {
    this.#mark.textContent = [this.#text, text].filter(Boolean).join(" · ");
  }

  /** Opens the editor, or moves the focus to it. */
  async edit(): Promise<void> {
    await this.open().catch((error) => this.remark(`Cannot edit: ${(error as Error).message}`));
    this.#editor?.focus();
  }

  /** Opens the editor. */
  open(): Promise<void> {
    return this.#open(this.source);
  }

  /** Replaces the text of the page; a text that a reader has changed stays. */
  renew(original: string): void {
    const isChanged = this.source !== this.original;
    this.original = this.#pre.textContent = original;
    if (!isChanged) this.#editor?.set(original);
    this.#changed();
  }

  /** Replaces the text. */
  async write(text: string): Promise<void> {
    await this.#open(text);
    this.#editor!.set(text);
  }

  /** Returns to the text of the page. */
  reset(): void {
    this.#editor?.set(this.original);
  }

  async #open(text: string): Promise<void> {
    if (this.#editor) return;
    const { openEditor } = await load<typeof import("./editor.ts")>("editor.js");
    this.#editor ??= openEditor(this.#pre, text, {
      name: `Code cell ${this.index + 1}`,
      run: this.actions.run,
      changed: () => this.#changed(),
      focused: this.actions.editing,
    });
    this.#changed();
  }

  #changed(): void {
    this.#reset.hidden = this.source === this.original;
    this.actions.changed();
  }
}
