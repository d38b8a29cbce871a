import { isRecord } from "../judge/compare.ts";
import { isMatrix, type Slips, type Value } from "../judge/values.ts";

const FROM_END = ["-1", "-2", "-3"];
const { defineProperty, deleteProperty } = Reflect; // kept before a solution can change them
const IDENTIFIER = /^\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u;

/**
 * Makes a call, and notes in `slips` whether it read an array before its first entry, which gives undefined. The read is
 * not forbidden, because `hs[t - 1] ?? h0` is correct. What a function does after its first `await` is not noticed.
 */
export function watchIndices<T>(call: () => T, slips: Slips): T {
  const get = () => {
    slips.negativeIndex = true;
    return undefined;
  };
  for (const index of FROM_END) {
    defineProperty(Array.prototype, index, { get, configurable: true });
  }
  try {
    return call();
  } finally {
    for (const index of FROM_END) deleteProperty(Array.prototype, index);
  }
}

/** Returns the name of the argument that a function has changed, or of the part of it: "h", "Whh", "xs[2]". */
export function changedArgument(f: unknown, before: Value[], after: Value[]): string | undefined {
  try {
    const names = parameterNames(String(f));
    return firstOf(before, (arg, n) => changeIn(arg, after[n], names[n] ?? `argument ${n + 1}`));
  } catch {
    return undefined; // what a solution put into an argument may itself throw
  }
}

function changeIn(before: Value, after: Value, path: string): string | undefined {
  if (isMatrix(before)) {
    const isSame = isMatrix(after) && before.data.every((a, n) => Object.is(a, after.data[n]));
    return isSame ? undefined : path;
  }
  if (Array.isArray(before)) {
    if (!Array.isArray(after) || after.length !== before.length) return path;
    return firstOf(before, (item, n) => changeIn(item, after[n], `${path}[${n}]`));
  }
  if (isRecord(before) && isRecord(after)) {
    return firstOf(Object.keys(before), (key) => changeIn(before[key], after[key], key));
  }
  return Object.is(before, after) ? undefined : path;
}

function firstOf<T>(items: T[], find: (item: T, n: number) => string | undefined) {
  for (const [n, item] of items.entries()) {
    const found = find(item, n);
    if (found !== undefined) return found;
  }
}

/** Returns the names of a function's parameters; undefined for a pattern. */
function parameterNames(source: string): (string | undefined)[] {
  const parameters = [""];
  let depth = 0;
  for (const character of source.slice(source.indexOf("(") + 1)) {
    if (depth === 0 && character === ")") break;
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    if (depth === 0 && character === ",") parameters.push("");
    else parameters[parameters.length - 1] += character;
  }
  return parameters.map((parameter) => parameter.match(IDENTIFIER)?.[1]);
}
