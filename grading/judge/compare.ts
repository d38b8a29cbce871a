import { distinctDigits } from "../../lib/display.ts";
import { largest } from "../../lib/extent.ts";
import { isMatrix, type Value, type Values } from "./values.ts";

/**
 * Tolerance relative to the largest entry: rounding between two ways to write one formula stays below it, and finite
 * differences of high order, which reach 1e−13, do not.
 */
export const TOLERANCE = 3e-14;

/** The first place where an answer is wrong. */
export interface Difference {
  /** The part at the top of the answer, "dWhh", or "" if the answer is a single value. */
  output: string;
  /** One sentence: "dWhh[3,1]: got 0.1204, want 0.0602". */
  message: string;
}

/**
 * Returns the first place where `got` differs from `want` by more than a tolerance relative to the largest entry of each
 * part, or undefined if they agree. NaN agrees with nothing. Parts that `want` does not have are ignored.
 */
export function difference(
  got: Value,
  want: Value,
  tolerance = TOLERANCE,
  name = "the answer",
): Difference | undefined {
  if (!isRecord(want)) {
    const message = compare(name, got, want, tolerance);
    return message === undefined ? undefined : { output: "", message };
  }
  for (const [name, part] of Object.entries(want)) {
    const message = isRecord(got) && Object.hasOwn(got, name)
      ? compare(name, got[name], part, tolerance)
      : `${name} is missing from the answer`;
    if (message) return { output: name, message };
  }
}

/** Returns what is wrong with a value at a path of the answer, or undefined. */
function compare(path: string, got: Value, want: Value, tolerance: number): string | undefined {
  if (kind(got) !== kind(want)) {
    return `${path} is ${article(kind(got))}, want ${article(kind(want))}`;
  }
  if (Array.isArray(want)) return compareLists(path, got as Value[], want, tolerance);
  if (isMatrix(want) && isMatrix(got)) {
    const [has, needs] = [got, want].map(({ rows, cols }) => `${rows}×${cols}`);
    if (has !== needs) return `${path} is ${has}, want ${needs}`;
    return compareNumbers(path, got.data, want.data, [want.rows, want.cols], tolerance);
  }
  if (isRecord(want)) {
    return first(
      Object.keys(want),
      (key) => compare(`${path}.${key}`, (got as Values)[key], want[key], tolerance),
    );
  }
  if (typeof want === "number") return compareNumbers(path, [got as number], [want], [], tolerance);
  if (got !== want) return `${path}: got ${String(got).slice(0, 60)}, want ${String(want)}`;
}

function compareLists(
  path: string,
  got: Value[],
  want: Value[],
  tolerance: number,
): string | undefined {
  if (got.length !== want.length) {
    return `${path} has ${counted(got.length)}, want ${want.length}`;
  }
  if (areNumbers(want) && areNumbers(got)) {
    return compareNumbers(path, got, want, [want.length], tolerance);
  }
  return first(want, (item, n) => compare(`${path}[${n}]`, got[n], item, tolerance));
}

/** Compares numbers entry by entry; `shape` determines how their indices are written. */
function compareNumbers(
  path: string,
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  shape: number[],
  tolerance: number,
): string | undefined {
  const finite = Array.from(want).filter(Number.isFinite).map(Math.abs);
  const scale = Math.max(1e-3, largest(finite)); // an infinite entry must not make everything agree
  for (let n = 0; n < want.length; n++) {
    const agrees = Object.is(got[n], want[n]) && !Number.isNaN(got[n]) || // two infinities
      Math.abs(got[n] - want[n]) <= tolerance * scale;
    if (agrees) continue;
    const [a, b] = distinctDigits(got[n], want[n]);
    return `${path}${index(n, shape)}: got ${a}, want ${b}`;
  }
}

/** Returns the index of entry n as it is written in a shape: "", "[n]" or "[row,column]". */
function index(n: number, shape: number[]): string {
  if (shape.length === 0) return "";
  return shape.length === 1 ? `[${n}]` : `[${Math.floor(n / shape[1])},${n % shape[1]}]`;
}

function first<T>(items: T[], find: (item: T, n: number) => string | undefined) {
  for (const [n, item] of items.entries()) {
    const found = find(item, n);
    if (found) return found;
  }
}

function areNumbers(list: Value[]): list is number[] {
  return list.every((item) => typeof item === "number");
}

function kind(value: Value): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (isMatrix(value)) return "matrix";
  return typeof value === "object" ? "record" : typeof value;
}

function counted(entries: number): string {
  return entries === 1 ? "1 entry" : `${entries} entries`;
}

function article(kind: string): string {
  return kind === "null" || kind === "undefined" ? kind : `a ${kind}`;
}

/** Returns whether a value is a record of parts, not a matrix or a list. */
export function isRecord(value: Value): value is Values {
  return kind(value) === "record";
}

/** Returns the part of an answer that is called `output`, or the whole answer if it is "". */
export function part(answer: Value, output: string): Value {
  return output && isRecord(answer) ? answer[output] : answer;
}
