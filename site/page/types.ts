/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, type Extension, StateEffect } from "@codemirror/state";
import { wrap } from "comlink";
import type { Problem } from "../types/answers.ts";
import type { TypeAnswers } from "../types/worker.ts";
import type { CodeCell } from "./code_cell.ts";
import { beside } from "./addresses.ts";
import { ProblemList } from "./problem_list.ts";
import { typeMarks, type TypeQuestions } from "./type_marks.ts";

const DELAY = 300; // milliseconds after a change
const marks = new Compartment(), NO_MARKS: Extension = []; // in the editors

/** The types in the cells of a page, which TypeScript's language service finds in a worker. */
export class NotebookTypes {
  readonly #worker = new Worker(beside("type_worker.js"), { type: "module", name: "types" });
  readonly #answers = wrap<TypeAnswers>(this.#worker);
  readonly #lists: ProblemList[];
  readonly #ready: Promise<unknown>;
  #timer?: ReturnType<typeof setTimeout>;
  #isChecking = false;
  #isOutdated = false;

  /** Starts the worker; `failed` is called if it cannot start, or fails later. */
  constructor(readonly cells: CodeCell[], readonly failed: (error: Error) => void) {
    this.#lists = cells.map((cell) => new ProblemList(cell, (place) => this.#goTo(cell, place)));
    const broken = new Promise<never>((_, reject) => {
      this.#worker.onerror = ({ message }) => reject(new Error(message ?? "a script did not load"));
    });
    const texts = cells.map(({ original }) => original);
    this.#ready = Promise.race([this.#answers.open(beside("declarations.bin"), texts), broken]);
    this.#ready.catch(failed);
  }

  /** Adds marks, hovers and completions to the editor of a cell. */
  async edit({ index, view }: CodeCell): Promise<void> {
    if (!view) return;
    const current = marks.get(view.state);
    if (current && current !== NO_MARKS) return;
    const list = this.#lists[index], extension = typeMarks(list.id, this.#questions(index));
    const effects = current
      ? marks.reconfigure(extension)
      : StateEffect.appendConfig.of(marks.of(extension));
    view.dispatch({ effects });
    list.wait();
    await this.#check();
  }

  /** Returns the questions about a cell, which wait until the worker is ready. */
  #questions(cell: number): TypeQuestions {
    const answers = this.#answers;
    const ready = <Answer>(ask: () => Promise<Answer>) => this.#ready.then(ask);
    return {
      meaning: (offset) => ready(() => answers.meaning(this.#texts, { cell, offset })),
      completions: (offset) => ready(() => answers.completions(this.#texts, { cell, offset })),
      meaningOf: (name, offset) =>
        ready(() => answers.meaningOf(name, this.#texts, { cell, offset })),
    };
  }

  /** Ends the worker, and removes everything from the page. */
  close(): void {
    clearTimeout(this.#timer);
    this.#worker.terminate();
    for (const { view } of this.cells) {
      view?.dispatch({ effects: marks.reconfigure(NO_MARKS) });
      view?.dispatch(setDiagnostics(view.state, []));
    }
    for (const list of this.#lists) list.remove();
  }

  /** Checks the cells, soon after the last change. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#check().catch(this.failed), DELAY);
  }

  /** Checks the cells once at a time, and again if one has changed meanwhile. */
  async #check(): Promise<void> {
    this.#isOutdated = true;
    if (this.#isChecking) return;
    this.#isChecking = true;
    try {
      await this.#ready;
      while (this.#isOutdated) {
        this.#isOutdated = false;
        const texts = this.#texts;
        this.#show(texts, await this.#answers.problems(texts));
      }
    } finally {
      this.#isChecking = false;
    }
  }

  #show(texts: string[], problems: Problem[][]): void {
    for (const [n, cell] of this.cells.entries()) {
      if (cell.source !== texts[n]) continue; // it has changed, and will be checked again
      this.#lists[n].show(problems[n]);
      const marks = problems[n].map(({ from, to, message }) =>
        ({ from, to, message, severity: "error" }) as const
      );
      if (cell.view) cell.view.dispatch(setDiagnostics(cell.view.state, marks));
    }
  }

  async #goTo(cell: CodeCell, { from, to }: Problem): Promise<void> {
    await cell.edit();
    const { length } = cell.view!.state.doc;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    cell.view!.dispatch({ selection, scrollIntoView: true });
  }

  get #texts(): string[] {
    return this.cells.map(({ source }) => source);
  }
}
