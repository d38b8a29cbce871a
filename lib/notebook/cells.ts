import { decodeText } from "../files/utf8.ts";

// Types of the notebook format 4.5 (https://nbformat.readthedocs.io), limited to the fields that this project reads. Those
// of @jupyterlab/nbformat don't fit. The types in its union of cells can be distinguished only by that package's own
// functions, which would make it a dependency at run time. Besides, it trusts the file, whereas students may have changed
// anything in it.

/** A notebook document. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** A cell of a notebook. */
export interface Cell {
  id?: string;
  /** "code", "markdown" or "raw". */
  cell_type: string;
  /** The cell's text, whole or in lines that keep their line breaks. */
  source: string | string[];
  metadata: Record<string, unknown>;
  /** The outputs and the execution count of a code cell. */
  outputs?: Output[];
  execution_count?: number | null;
}

/** An output of a code cell. */
export interface Output {
  /** "stream", "display_data", "execute_result" or "error". */
  output_type: string;
  /** The representations of a value by mime type. */
  data?: Record<string, unknown>;
  /** The text of a stream. */
  text?: string | string[];
}

/**
 * Reads a notebook file. Throws RangeError, with the path, where `parseNotebook` does and if the file is not UTF-8.
 * Throws the file system's error if the file cannot be read.
 */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(decodeText(await Deno.readFile(path), path), path);
}

/**
 * Parses the text of a notebook file, with or without a byte order mark, and leaves out list entries that are not
 * cells. Throws RangeError if the text is not JSON, is of format 3 or lower, or has no list of cells; `name` stands for
 * the notebook in the message.
 */
export function parseNotebook(text: string, name = "the notebook"): Notebook {
  const notebook = parseJson(text.replace(/^\ufeff/, ""), name);
  if (!isRecord(notebook) || !Array.isArray(notebook.cells)) {
    throw new RangeError(`Cannot read ${name}: ${whyNoCells(notebook)}`);
  }
  const cells = notebook.cells.filter(isCell).map((cell) => ({ ...cell, ...withMetadata(cell) }));
  return { ...notebook, ...withMetadata(notebook), cells } as Notebook;
}

/** Returns the text of a cell; entries of its list of lines that are not strings are left out. */
export function cellSource({ source }: Pick<Cell, "source">): string {
  if (!Array.isArray(source)) return source;
  return source.filter((line) => typeof line === "string").join("");
}

/** Returns the text of each code cell of a notebook file, in order. */
export async function codeCells(path: string): Promise<string[]> {
  const { cells } = await readNotebook(path);
  return cells.filter(({ cell_type }) => cell_type === "code").map(cellSource);
}

/** Converts a line of joined cells, counted from 1, to the index of its cell, from 0, and the line in that cell, from 1. */
export function locateLine(sources: string[], line: number): { cell: number; line: number } {
  let rest = line;
  for (const [cell, source] of sources.entries()) {
    const lines = source.split("\n").length;
    if (rest <= lines) return { cell, line: rest };
    rest -= lines;
  }
  return { cell: sources.length, line: rest };
}

function whyNoCells(notebook: unknown): string {
  const format = isRecord(notebook) ? notebook.nbformat : undefined;
  return typeof format === "number" && format < 4
    ? `it is of notebook format ${format}, expected 4; JupyterLab converts it when it opens and saves it`
    : "it has no list of cells";
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError(`Cannot read ${name}: it is not JSON`);
  }
}

function isCell(cell: unknown): cell is Cell {
  if (!isRecord(cell) || typeof cell.cell_type !== "string") return false;
  return typeof cell.source === "string" || Array.isArray(cell.source);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function withMetadata({ metadata }: { metadata?: unknown }) {
  return { metadata: isRecord(metadata) ? metadata : {} };
}
