/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ItemResult } from "../../../grading/judge/item_result.ts";
import { cellOf, type KeptCell, keptCell } from "./cells.ts";
import { keptResults, resultOf } from "./results.ts";
import { keepValue, keptNames, keptValue, type Kind } from "./storage.ts";

/** Everything that a browser keeps of a reader's work. */
export interface Work {
  /** The changed cells by name: "exercises/ps1#ps1-relu". */
  cells: Record<string, KeptCell>;
  /** The results by item: "ps1.relu". */
  results: Record<string, ItemResult>;
}

const KIND = "Unrolled: the work of a reader", VERSION = 1;
const EXPECTED = `expected a file that "Export my work" has saved`;
const NAMES = { cells: /^[\w./-]+#[\w-]+$/, results: /^\w+\.[\w-]+$/ };

/** Returns the reader's work on all pages. */
export function keptWork(): Work {
  const cells: Work["cells"] = {};
  for (const name of keptNames("cell")) {
    const cell = keptCell(name);
    if (cell) cells[name] = cell;
  }
  return { cells, results: keptResults() };
}

/** Returns work as the text of a file. */
export function workText(work: Work): string {
  const saved = new Date().toISOString();
  return JSON.stringify({ kind: KIND, version: VERSION, saved, ...work }, null, 1) + "\n";
}

/** Parses the text of a file; `name` is the file's. Throws RangeError, in one sentence, if it is not a whole file of work. */
export function parseWork(text: string, name: string): Work {
  const attempt = `Cannot import ${name}`, file = Object(jsonOf(text, attempt));
  if (file.kind !== KIND) throw new RangeError(`${attempt}: ${EXPECTED}, found another file`);
  if (file.version !== VERSION) {
    throw new RangeError(
      `${attempt}: expected version ${VERSION} of its format, found ${shown(file.version)}`,
    );
  }
  return {
    cells: entriesOf(file.cells, cellOf, NAMES.cells, `${attempt}: it is damaged, cells`),
    results: entriesOf(
      file.results,
      resultOf,
      NAMES.results,
      `${attempt}: it is damaged, results`,
    ),
  };
}

/** Returns the names of the cells that are changed in this browser, and otherwise in the work. */
export function replacedBy({ cells }: Work): string[] {
  return Object.keys(cells).filter((name) => {
    const kept = keptCell(name);
    return kept && kept.text !== cells[name].text;
  });
}

/**
 * Adds work to what the browser keeps, all or nothing: the cells of the work replace those of the same name, and an item
 * that has passed in either place has passed. Returns false if the browser cannot store it.
 */
export function addWork({ cells, results }: Work): boolean {
  const known = keptResults();
  const merged = Object.entries(results).map(([id, result]) => [id, better(result, known[id])]);
  return replaceAll([
    ...Object.entries(cells).map(([name, cell]): Change => ["cell", name, cell]),
    ...merged.map(([id, result]): Change => ["result", id as string, result]),
  ]);
}

/** Removes the reader's work on all pages from the browser. */
export function forgetWork(): void {
  for (const kind of ["cell", "result"] as const) {
    for (const name of keptNames(kind)) keepValue(kind, name, undefined);
  }
}

type Change = [kind: Kind, name: string, value: unknown];

/** Keeps values, or none of them. */
function replaceAll(changes: Change[]): boolean {
  const before = changes.map(([kind, name]): Change => [kind, name, keptValue(kind, name)]);
  if (changes.every((change) => keepValue.apply(null, change))) return true;
  for (const [kind, name] of before) keepValue(kind, name, undefined); // makes room first
  for (const change of before) keepValue.apply(null, change);
  return false;
}

function better(a: ItemResult, b: ItemResult = a): ItemResult {
  const isBetter = b.status === "pass" || a.status !== "pass" && (b.earned ?? 0) > (a.earned ?? 0);
  return { ...(isBetter ? b : a), tries: Math.max(a.tries, b.tries) };
}

function jsonOf(text: string, attempt: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new RangeError(`${attempt}: ${EXPECTED}, found text that is not JSON or is cut off`);
  }
}

function entriesOf<Value>(
  record: unknown,
  read: (value: unknown) => Value | undefined,
  names: RegExp,
  attempt: string,
): Record<string, Value> {
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    throw new RangeError(`${attempt} must be a record, got ${shown(record)}`);
  }
  const values: Record<string, Value> = {};
  for (const [name, given] of Object.entries(record)) {
    if (!names.test(name)) throw new RangeError(`${attempt} has the unknown name ${shown(name)}`);
    const value = read(given);
    if (value === undefined) throw new RangeError(`${attempt} has a wrong value for ${name}`);
    values[name] = value;
  }
  return values;
}

const shown = (value: unknown) => (JSON.stringify(value) ?? "nothing").slice(0, 40);
