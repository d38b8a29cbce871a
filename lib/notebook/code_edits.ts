import type { AnyNode } from "acorn";
import { nodesBelow } from "./cell_statements.ts";

/** Edits to parts of a cell's code that preserve its line breaks. */
export class CodeEdits {
  readonly #edits: { start: number; end: number; text: string }[] = [];

  constructor(readonly code: string) {}

  /** Replaces a part of the code and keeps its line breaks. */
  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text: text + linesOf(this.code.slice(start, end)) });
  }

  /** Inserts text before any replacement that begins at the same place. */
  insert(place: number, text: string): void {
    this.#edits.push({ start: place, end: place, text });
  }

  /** Replaces each `import(…)` below a node with a call of the scope. */
  replaceImports(root: AnyNode): void {
    if (!this.code.includes("import")) return; // most cells have none, and need no search
    for (const { type, start } of nodesBelow(root)) {
      if (type === "ImportExpression") {
        this.replace(start, start + "import".length, "$cell.import");
      }
    }
  }

  /** Returns a part of the code with its edits applied. */
  applied(from: number, to: number): string {
    const inOrder = this.#edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
    let [text, place] = ["", from];
    for (const { start, end, text: put } of inOrder) {
      text += this.code.slice(place, start) + put;
      place = end;
    }
    return text + this.code.slice(place, to);
  }
}

/** Returns the line breaks of a text. */
export function linesOf(text: string): string {
  return "\n".repeat(text.split("\n").length - 1);
}
