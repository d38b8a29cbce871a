import { CellError, compileCell } from "../../lib/notebook/compile_cell.ts";
import { namedScript } from "../kernel/frames.ts";
import { type CellPlace, placesIn, type RunCell, syntaxPlaces } from "./places.ts";

/** A script of a cell with some number of lines, or the reason why there is none. */
export type Compiled =
  | { script: string; lines: number }
  | { message: string; places: CellPlace[] };

/** Compiles the cells of a page, and finds the places of their errors. */
export class CellCompiler {
  readonly #cells = new Map<number, RunCell>();

  /** Compiles a cell as it stands. */
  compile(cell: number, source: string): Compiled {
    this.#cells.delete(cell);
    try {
      const script = compileCell(source, { keepsValue: true });
      this.#cells.set(cell, { source, script });
      return { script: namedScript(cell, script), lines: source.split("\n").length };
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      const message = error.message.replace(/^line \d+: /, ""); // the place is shown with its line
      return { message, places: syntaxPlaces(error, cell, source) };
    }
  }

  /** Returns the places in cells that a stack trace names, the innermost first. */
  placesIn(stack: string): CellPlace[] {
    return placesIn(stack, this.#cells);
  }
}
