/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { CodeCell } from "./code_cell.ts";
import { beside } from "./addresses.ts";
import type { NotebookTypes } from "./types.ts";

/** The type checker of a page, which is loaded when a reader first edits a cell. */
export class TypeChecks {
  #types?: Promise<NotebookTypes>;

  /** `say` shows why types cannot be checked. */
  constructor(readonly cells: () => CodeCell[], readonly say: (text: string) => void) {}

  /** Adds marks, hovers and completions to the editor of a cell, once the checker is loaded. */
  async edit(cell: CodeCell): Promise<void> {
    try {
      await (await (this.#types ??= this.#load())).edit(cell);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** Checks the cells again. */
  async changed(): Promise<void> {
    (await this.#types)?.changed();
  }

  async #load(): Promise<NotebookTypes> {
    const { NotebookTypes } = await import(beside("types.js")) as typeof import("./types.ts");
    return new NotebookTypes(this.cells(), (error) => this.#fail(error));
  }

  /** Says why types are not checked; the next editor that the reader enters tries again. */
  async #fail(error: Error): Promise<void> {
    this.say(`Cannot check types: ${error.message}`);
    const types = this.#types;
    this.#types = undefined;
    (await types?.catch(() => undefined))?.close();
  }
}
