/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { CodeCell } from "../code_cell.ts";
import { button, make } from "../elements.ts";
import type { KeptCell, KeptCells } from "../kept/cells.ts";
import { lineDiff } from "./line_diff.ts";

/** Returns whether the reader still has to choose between the own text of a cell and that of the course. */
export function isOpen({ id, original }: CodeCell, edits: KeptCells): boolean {
  const kept = edits.get(id);
  return kept !== undefined && kept.original !== original;
}

/** A notice above a cell that both the reader and an update of the course have changed, with the choice between the two. */
export class UpdateNotice {
  readonly #element = make("section", { className: "work-box", ariaLabel: "Update of this cell" });

  /** Adds the notice to the cell. */
  constructor(readonly cell: CodeCell, readonly edits: KeptCells) {
    this.#ask();
    cell.box.prepend(this.#element);
  }

  /** Removes the notice if the reader has settled the matter in another way, such as with Reset. */
  refresh(): void {
    const asks = this.#element.querySelector("details") !== null;
    if (asks && !isOpen(this.cell, this.edits)) this.#element.hidden = true;
  }

  get #kept(): KeptCell | undefined {
    return this.edits.get(this.cell.id);
  }

  #ask(): void {
    const changes = make("details", {}, make("summary", {}, "What has changed"));
    changes.addEventListener("toggle", () => this.#showChanges(changes));
    this.#element.replaceChildren(
      make("p", {}, "The course has changed this cell since you edited it. You see your text."),
      changes,
      button("Keep my text", "Go on with your own text", () => this.#keep()),
      button("Use the new text", "Replace your text by that of the course", () => this.#replace()),
    );
  }

  #showChanges(changes: HTMLDetailsElement): void {
    const { cell: { original, source } } = this, before = this.#kept?.original ?? original;
    changes.replaceChildren(
      changes.querySelector("summary")!,
      make("p", {}, "What the update has changed in the course's text:"),
      lineDiff(before, original),
      make("p", {}, "How your text differs from the new one:"),
      lineDiff(original, source),
    );
  }

  #keep(): void {
    const before = this.#kept!;
    this.#settle("You keep your text.", before);
    this.edits.put(this.cell.id, { ...before, original: this.cell.original });
  }

  async #replace(): Promise<void> {
    const before = { ...this.#kept!, text: this.cell.source };
    this.#settle("The cell has the new text.", before);
    await this.cell.write(this.cell.original);
  }

  /** Shows what was done, and a button that takes it back. */
  #settle(text: string, before: KeptCell): void {
    const undo = button("Undo", "Bring back your text and the choice", async () => {
      this.edits.put(this.cell.id, before);
      await this.cell.write(before.text);
      this.#ask();
    });
    this.#element.replaceChildren(make("p", { role: "status" }, `${text} `, undo));
    undo.focus();
  }
}
