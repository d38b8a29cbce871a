/** A place in the script of a cell, from a stack trace. */
export interface CellFrame {
  /** The index of the cell, counted from 0. */
  cell: number;
  /** The line of the script and the column, counted from 1. */
  row: number;
  column: number;
  /** The name of the function, or "". */
  where: string;
}

// V8 writes "at f (cell-3.ts:5:9)" or "at cell-3.ts:5:9", Firefox and WebKit "f@cell-3.ts:5:9"
const FRAME = /(?:at (?:async )?(?:(.*?) \()?|^(.*?)@)(?:\S*\/)?cell-(\d+)\.ts:(\d+):(\d+)/;
const NAMELESS = /^(?:eval|<anonymous>|.*<|\?anonymous|eval code|module code)?$/; // Firefox writes "f/<"

/** Gives a cell's script the name by which stack traces are read. */
export function namedScript(cell: number, script: string): string {
  return `${script}\n//# sourceURL=cell-${cell}.ts`;
}

/** Returns the places in cells that a stack trace names, the innermost first; the names of anonymous functions are left out. */
export function framesIn(stack: string): CellFrame[] {
  return stack.split("\n").flatMap((text) => {
    const match = text.match(FRAME);
    if (!match) return [];
    const [, v8 = "", other = "", cell, row, column] = match;
    const name = (v8 || other).replace(/^async\*/, "");
    const where = NAMELESS.test(name) ? "" : name;
    return [{ cell: Number(cell), row: Number(row), column: Number(column), where }];
  });
}

/**
 * Returns the line of a cell, counted from 1, that belongs to a line of its script, or undefined for the script's end. A
 * script of a cell with n lines has n lines with the cell's functions, then n lines with its other statements.
 */
export function lineOfCell(row: number, lines: number): number | undefined {
  const line = row > lines ? row - lines : row;
  return line > lines ? undefined : line;
}
