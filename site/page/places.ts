import type { CellError } from "../../lib/notebook/compile_cell.ts";
import { type CellFrame, framesIn, lineOfCell } from "../kernel/frames.ts";

/** A place in a cell where an error occurred. */
export interface CellPlace {
  /** The index of the cell, counted from 0. */
  cell: number;
  /** The line, counted from 1, and the column, counted from 0. */
  line: number;
  column: number;
  /** The line's text. */
  text: string;
  /** The name of the function, or "". */
  where: string;
}

/** A cell that was run, and the script that it became. */
export interface RunCell {
  source: string;
  script: string;
}

/** Returns the places in cells that a stack trace names, the innermost first. */
export function placesIn(stack: string, cells: Map<number, RunCell>): CellPlace[] {
  return framesIn(stack).flatMap((frame) => placeOf(frame, cells) ?? []);
}

/** Returns the place of a syntax error, if it has one. */
export function syntaxPlaces({ place }: CellError, cell: number, source: string): CellPlace[] {
  if (!place) return [];
  const { line, column, text } = place, written = source.split("\n")[line - 1] ?? text;
  return [{ cell, line, column: columnIn(written, text, column), text: written, where: "" }];
}

function placeOf(frame: CellFrame, cells: Map<number, RunCell>): CellPlace | undefined {
  const { cell, row, column, where } = frame, run = cells.get(cell);
  if (!run) return undefined;
  const lines = run.source.split("\n"), line = lineOfCell(row, lines.length);
  if (line === undefined) return undefined;
  const text = lines[line - 1], compiled = run.script.split("\n")[row - 1] ?? "";
  return { cell, line, column: columnIn(text, compiled, column - 1), text, where };
}

const TOKEN = /[\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*|\s+|[^]/gu;

/**
 * Returns the column in a line of the cell that belongs to a column in the compiled line, which lacks the types and has
 * additions: by the longest common sequence of their tokens.
 */
export function columnIn(line: string, compiled: string, column: number): number {
  const [a, b] = [tokensOf(line), tokensOf(compiled)];
  const target = b.findLastIndex(({ start }) => start <= column);
  if (target < 0) return 0;
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] = a[i].text === b[j].text
        ? length[i + 1][j + 1] + 1
        : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  let [i, j, found] = [0, 0, line.length - line.trimStart().length];
  while (i < a.length && j < b.length && j <= target) {
    if (a[i].text === b[j].text) found = a[i].start, i++, j++;
    else if (length[i + 1][j] >= length[i][j + 1]) i++;
    else j++;
  }
  return found;
}

function tokensOf(line: string): { start: number; text: string }[] {
  return [...line.slice(0, 1000).matchAll(TOKEN)].filter(([text]) => text.trim())
    .map(({ index, 0: text }) => ({ start: index, text }));
}
