import { isMatrix, type Value, type Values } from "./values.ts";

/** Relative to the largest entry: what rounding leaves between two ways to write one formula; differences of high order reach 1e−13. */
export const CLOSE = 3e-14;

/** Where an answer is not what it should be. */
export interface Difference {
  /** The output at the top of the answer, "dWhh", or "" where the answer is a single value. */
  output: string;
  /** The sentence: "dWhh[3,1]: got 0.1204, want 0.0602". */
  says: string;
}

/**
 * The first place where `got` is not `want` to a tolerance relative to the largest entry of each part; undefined where
 * they agree. NaN agrees with nothing. Parts that `want` does not name are not looked at.
 */
export function difference(
  got: Value,
  want: Value,
  tolerance = CLOSE,
  name = "the answer",
): Difference | undefined {
  if (!isRecord(want)) return at(name, got, want, tolerance, "");
  for (const [name, part] of Object.entries(want)) {
    const own = isRecord(got) && Object.hasOwn(got, name);
    if (!own) return { output: name, says: `${name} is missing from the answer` };
    const found = at(name, (got as Values)[name], part, tolerance, name);
    if (found) return found;
  }
}

function at(
  path: string,
  got: Value,
  want: Value,
  tolerance: number,
  output: string,
): Difference | undefined {
  const wrong = (says: string) => ({ output, says });
  if (kind(got) !== kind(want)) {
    return wrong(`${path} is ${article(kind(got))}, want ${article(kind(want))}`);
  }
  if (Array.isArray(want)) {
    const list = got as Value[];
    if (list.length !== want.length) {
      return wrong(`${path} has ${list.length} entries, want ${want.length}`);
    }
    if (areNumbers(want) && areNumbers(list)) {
      return entries(path, list, want, [want.length], tolerance, output);
    }
    return first(want, (item, n) => at(`${path}[${n}]`, list[n], item, tolerance, output));
  }
  if (isMatrix(want) && isMatrix(got)) {
    if (got.rows !== want.rows || got.cols !== want.cols) {
      return wrong(`${path} is ${sizes(got)}, want ${sizes(want)}`);
    }
    return entries(path, got.data, want.data, [want.rows, want.cols], tolerance, output);
  }
  if (isRecord(want)) {
    return first(Object.keys(want), (key) => {
      return at(`${path}.${key}`, (got as Values)[key], want[key], tolerance, output);
    });
  }
  if (typeof want === "number") {
    return entries(path, [got as number], [want], [], tolerance, output);
  }
  if (got !== want) return wrong(`${path}: got ${String(got).slice(0, 60)}, want ${String(want)}`);
}

/** Compares lists of numbers, entry by entry; `shape` tells how their places are written. */
function entries(
  path: string,
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  shape: number[],
  tolerance: number,
  output: string,
): Difference | undefined {
  const finite = Array.from(want).filter(Number.isFinite).map(Math.abs);
  const scale = Math.max(1e-3, ...finite); // an infinite entry must not make everything agree
  for (let n = 0; n < want.length; n++) {
    const agrees = Object.is(got[n], want[n]) && !Number.isNaN(got[n]) || // two infinities
      Math.abs(got[n] - want[n]) <= tolerance * scale;
    if (agrees) continue;
    const place = shape.length === 0
      ? ""
      : shape.length === 1
      ? `[${n}]`
      : `[${Math.floor(n / shape[1])},${n % shape[1]}]`;
    const [a, b] = apart(got[n], want[n]);
    return { output, says: `${path}${place}: got ${a}, want ${b}` };
  }
}

/** Two numbers with as many digits as it takes to tell them apart. */
function apart(got: number, want: number): [string, string] {
  for (let digits = 4; digits < 17; digits++) {
    const [a, b] = [got, want].map((x) => String(Number(x.toPrecision(digits))));
    if (a !== b) return [a, b];
  }
  return [String(got), String(want)];
}

function first<T>(
  items: T[],
  find: (item: T, n: number) => Difference | undefined,
): Difference | undefined {
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

function article(kind: string): string {
  if (kind === "null" || kind === "undefined") return kind;
  return `a ${kind}`;
}

function sizes({ rows, cols }: { rows: number; cols: number }): string {
  return `${rows}×${cols}`;
}

/** Whether a value is a record of parts, not a matrix or a list. */
export function isRecord(value: Value): value is Values {
  return typeof value === "object" && value !== null && kind(value) === "record";
}

/** The part of an answer that is called `output`; the whole where it is "". */
export function part(answer: Value, output: string): Value {
  return output && isRecord(answer) ? answer[output] : answer;
}
