/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Problem } from "../types/answers.ts";
import type { CodeCell } from "./code_cell.ts";
import { button, make } from "./elements.ts";

const HINT = "F1 explains the name at the cursor, Ctrl+Space completes it";

/** The errors that TypeScript finds in a cell, as a list below it, for readers who cannot point at the marks. */
export class ProblemList {
  /** The id of the text that counts the errors. */
  readonly id: string;
  readonly #box: HTMLElement;
  readonly #status = make("p", { role: "status" });
  readonly #list = make("ul");
  readonly #hint = make("p", { className: "live-hint", textContent: HINT, hidden: true });
  #shown = "";

  /** `goTo` moves the cursor to a problem. */
  constructor(readonly cell: CodeCell, readonly goTo: (problem: Problem) => void) {
    this.id = `live-problems-${cell.index}`;
    this.#box = make("div", { className: "live-problems" }, this.#status, this.#list, this.#hint);
    this.#status.id = this.id;
    this.#box.hidden = true;
    cell.input.append(this.#box);
  }

  /** Says that the checker is being loaded; the hint is shown already, so that nothing moves when it is. */
  wait(): void {
    if (this.#shown) return;
    this.#write("Loading the type checker …");
    this.#hint.hidden = false;
  }

  /** Shows the problems; without any, it says so if the cell has an editor. */
  show(problems: Problem[]): void {
    const shown = JSON.stringify([problems, !!this.cell.view]);
    if (shown === this.#shown) return; // not read out again
    this.#shown = shown;
    const count = problems.length;
    if (count > 0) this.#write(count === 1 ? "1 error" : `${count} errors`);
    else this.#write(this.cell.view ? "✓ no type errors" : "");
    this.#hint.hidden = !this.cell.view;
    this.#list.replaceChildren(...problems.map((problem) => this.#item(problem)));
  }

  /** Removes the list from the page. */
  remove(): void {
    this.#box.remove();
  }

  #write(text: string): void {
    this.#status.textContent = text;
    this.#box.hidden = !text;
  }

  #item(problem: Problem): HTMLElement {
    const place = `cell ${this.cell.index + 1}, line ${problem.line}`;
    const { message, code } = problem;
    const link = button(
      `${place}: ${message}`,
      `Go to this place (error ${code} of TypeScript)`,
      () => this.goTo(problem),
    );
    return make("li", {}, link);
  }
}
